extension StrategyPackage {
  /// How the package is built and tested.
  var makefile: String {
    switch slipway {
    case .path(let path): sharingMakefile(checkout: path)
    case .repository: ownMakefile
    }
  }

  /// In the checkout's build folder, by its flags and with its versions of other packages: what is compiled there is not
  /// compiled again, for the package or for the checkout.
  private func sharingMakefile(checkout: String) -> String {
    #"""
    SWIFT ?= swift
    # Slipway's checkout. What it has compiled is not compiled again: this package is built in its build folder, by its
    # flags. Where that can't be written, or with SCRATCH=.build, the package has a folder of its own.
    SLIPWAY ?= <SLIPWAY>
    SHARED = $(SLIPWAY)/.build
    SCRATCH ?= $(shell test -w "$(SHARED)" || { test ! -e "$(SHARED)" && test -w "$(SLIPWAY)"; } && echo "$(SHARED)" || echo .build)
    FLAGS ?= -c release -Xswiftc -enable-testing
    TEST_FLAGS ?= $(FLAGS)

    .PHONY: build test standalone prepare clean

    build: prepare ## The program: every slipway command, and this strategy
    	$(SWIFT) build $(FLAGS) --scratch-path "$(SCRATCH)" --product <PROGRAM>
    	@ln -sf "$(SCRATCH)/release/<PROGRAM>" <PROGRAM>
    	@echo "Built $(SCRATCH)/release/<PROGRAM>; ./<PROGRAM> leads to it"

    test: prepare ## The strategy's tests
    	$(SWIFT) build $(TEST_FLAGS) --scratch-path "$(SCRATCH)" --build-tests
    	$(SWIFT) test $(TEST_FLAGS) --scratch-path "$(SCRATCH)" --skip-build

    standalone: ## .build/release/<PROGRAM>, which runs without a Swift toolchain; compiles all of Slipway for it
    	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build --product <PROGRAM>

    # Other versions of what Slipway rests on would be compiled anew, and again for the checkout.
    prepare:
    	@test ! -e "$(SLIPWAY)/Package.resolved" || test Package.resolved -nt "$(SLIPWAY)/Package.resolved" || \
    	  cp "$(SLIPWAY)/Package.resolved" .
    	@test "$(SCRATCH)" = "$(SHARED)" || \
    	  echo "$(SHARED) is not used (it can't be written, or SCRATCH names another): the first build in $(SCRATCH) compiles all of Slipway, which takes some minutes"

    clean: ## What is here; the checkout's build folder stays as it is
    	rm -rf .build <PROGRAM>

    """#.filled(program: program, slipway: Self.inMakefile(checkout))
  }

  private var ownMakefile: String {
    #"""
    SWIFT ?= swift
    # Where the build goes; a folder shared with another package saves building Slipway twice.
    SCRATCH ?= .build
    # How program and tests are built; the same for both saves compiling Slipway twice.
    FLAGS ?= -c release -Xswiftc -enable-testing
    TEST_FLAGS ?= $(FLAGS)

    .PHONY: build test standalone clean

    build: ## The program: every slipway command, and this strategy
    	$(SWIFT) build $(FLAGS) --scratch-path "$(SCRATCH)" --product <PROGRAM>
    	@ln -sf "$(SCRATCH)/release/<PROGRAM>" <PROGRAM>
    	@echo "Built $(SCRATCH)/release/<PROGRAM>; ./<PROGRAM> leads to it"

    test: ## The strategy's tests
    	$(SWIFT) build $(TEST_FLAGS) --scratch-path "$(SCRATCH)" --build-tests
    	$(SWIFT) test $(TEST_FLAGS) --scratch-path "$(SCRATCH)" --skip-build

    standalone: ## .build/release/<PROGRAM>, which runs without a Swift toolchain; compiles all of Slipway for it
    	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build --product <PROGRAM>

    clean:
    	rm -rf .build <PROGRAM>

    """#.filled(program: program, slipway: "")
  }

  /// What a reader of the package needs to begin.
  var readme: String {
    """
    # \(program)

    A strategy for [Slipway](\(slipwayLink)), in a program that has every `slipway` command and this strategy.

    ```sh
    make         # build ./\(program)
    make test    # run the strategy's tests
    ./\(program) strategy show \(name.snake)
    ./\(program) backtest --strategy \(name.snake) --ticks FILE.ticks --broker reference
    ./\(program) bot register mine --strategy \(name.snake) --symbol EURUSD --broker reference
    ./\(program) run --replay FILE.ticks --speed max
    ```

    \(firstBuild)

    The strategy is in `Sources/\(program)/\(name.type).swift`. Raise `version` in its descriptor with every change that can
    change an order: results are bound to it. `make standalone` builds a program that runs on machines without a Swift
    toolchain.

    """
  }

  private var firstBuild: String {
    switch slipway {
    case .path:
      """
      The package is built in the checkout's build folder: once `make build` has run there, the first `make` here takes
      about half a minute, later ones seconds. Where the checkout can't be written, it builds into `.build` and compiles
      Slipway once, which takes some minutes.
      """
    case .repository: "The first build compiles Slipway too and takes some minutes; later ones take seconds."
    }
  }

  /// A path as a makefile takes it.
  private static func inMakefile(_ path: String) -> String {
    path.map { $0 == "$" ? "$$" : $0 == "#" ? "\\#" : String($0) }.joined()
  }
}

extension String {
  fileprivate func filled(program: String, slipway: String) -> String {
    replacing("<PROGRAM>", with: program).replacing("<SLIPWAY>", with: slipway)
  }
}
