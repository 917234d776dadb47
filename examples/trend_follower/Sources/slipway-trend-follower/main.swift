import SlipwayCommand

Slipway.main(strategies: [StrategyEntry(TrendFollower.self)])
