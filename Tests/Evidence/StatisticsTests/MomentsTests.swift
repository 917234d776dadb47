import Statistics
import Testing

@Suite struct MomentsTests {
  @Test func meanAndSampleDeviationByHand() {
    // Squared distances from 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
    let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
    #expect(Moments.mean(values) == 5)
    #expect(agrees(Moments.sampleDeviation(values), (32.0 / 7).squareRoot()))
  }

  @Test func tooFewValuesHaveNoMoments() {
    #expect(Moments.mean([]) == nil)
    #expect(Moments.sampleDeviation([1]) == nil)
    #expect(Moments.quantile([], at: 0.5) == nil)
  }

  @Test func quantilesRunStraightBetweenOrderStatistics() {
    let values: [Double] = [40, 10, 30, 20]
    #expect(Moments.quantile(values, at: 0) == 10)
    #expect(Moments.quantile(values, at: 1) == 40)
    #expect(Moments.quantile(values, at: 0.5) == 25)
    #expect(Moments.quantile(values, at: 0.25) == 17.5)
    #expect(Moments.quantile(values, at: 1.1) == nil)
    #expect(Moments.quantile([7], at: 0.9) == 7)
  }

  @Test func histogramPutsZeroOnAnEdge() throws {
    let histogram = try #require(Histogram(of: [-3, -1, 0, 1, 1.9, 2, 4], binWidth: 2))
    #expect(histogram.lowerEdge == -4)
    #expect(histogram.counts == [1, 1, 3, 2])
    #expect(histogram.edges(of: 2) == (lower: 0, upper: 2))
  }

  @Test func histogramOfEqualValuesHasOneBin() throws {
    #expect(try #require(Histogram(of: [0, 0], binWidth: 1)).counts == [2])
    #expect(try #require(Histogram(of: [5, 5], binWidth: 5)).counts == [2])
  }

  @Test func histogramLeavesOutWhatIsNotFinite() {
    #expect(Histogram(of: [.nan, .infinity], binWidth: 1) == nil)
    #expect(Histogram(of: [1, .nan], binWidth: 1)?.counts == [1])
    #expect(Histogram(of: [1], binWidth: 0) == nil)
    #expect(Histogram(of: [0, 1e12], binWidth: 1) == nil)
  }
}
