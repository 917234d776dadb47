import Foundation

extension Rule {
  /// The files that know the C library, and what each of them asks of it.
  private static let platformFiles: Set<String> = [
    // Files and folders, for every target.
    "Sources/Core/FileSystem/System.swift",
    // A program that is started and left alone.
    "Sources/Core/FileSystem/ChildProgram.swift",
    // Environment, time of day, time since the start, processors.
    "Sources/Core/FileSystem/Machine.swift",
    // The clock that only grows, and sleep.
    "Sources/Desk/ModeManager/Desk/DeskClock.swift",
    // A pipe that ends another thread's wait.
    "Sources/Market/Feeds/Sources/WakePipe.swift",
    // Processes and their pipes.
    "Sources/Strategy/StrategyPrograms/Process/ChildProcess.swift",
    // Signals, and the end of the process.
    "Sources/Front/SlipwayCommand/Program/Signals.swift",
    // Width and echo of a terminal.
    "Sources/Front/SlipwayCommand/Terminal/Terminal.swift",
  ]

  /// A call that is written twice is soon written differently: one syncs, one forgets it; one is made again after a
  /// signal, one is not.
  static let platform = Rule(
    name: "the operating system is asked in a few files only",
    offenses: { file in
      guard !platformFiles.contains(file.path) else { return [] }
      let imports =
        #"^[ \t]*(@\w+\s+)*(\w+ )?import\s+(\w+ )?(Glibc|Musl|Darwin|Bionic|SystemPackage|System)\b"#
      // Foundation brings the same calls along under longer names.
      let foundation =
        #"\b(FileManager|FileHandle|ProcessInfo|contentsOfFile|contentsOf: URL|fileURLWithPath)\b"#
      return try file.matches(imports, "ask FileSystem instead")
        + file.matches(foundation, "ask FileSystem instead")
    },
    planted: [
      "import Glibc", "  import Musl", "import Darwin", "@preconcurrency import Glibc",
      "import func Glibc.open",
      "import SystemPackage", "let manager = FileManager.default", "try String(contentsOfFile: path)",
    ].map { Sample("Sources/Evidence/Journal/A.swift", $0) }
      + [Sample("Sources/Core/FileSystem/A.swift", "#if canImport(Glibc)\n  import Glibc\n#endif")],
    innocent: [
      Sample("Sources/Core/FileSystem/System.swift", "#if canImport(Glibc)\n  import Glibc\n#endif"),
      Sample(
        "Sources/Evidence/Journal/A.swift", "import FileSystem // not Glibc\nlet text = \"import Glibc\""),
    ])
}
