import SlipwayCommand
import TrendFollower

Slipway.main(strategies: [StrategyEntry(TrendFollower.self)])
