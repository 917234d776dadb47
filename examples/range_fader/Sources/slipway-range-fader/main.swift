import SlipwayCommand

// The plugin makes `strategySources` of all sources, at every build.
Slipway.main(strategies: [StrategyEntry(RangeFader.self, sources: strategySources)])
