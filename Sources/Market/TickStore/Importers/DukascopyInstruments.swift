package import TradingCore

/// How Dukascopy scales the integers of its files, and what it calls instruments that others name otherwise.
package enum DukascopyInstruments {
  /// Decimals of a file's integers for a symbol, or `nil` when the table does not know it.
  ///
  /// There is no rule to derive them from (HKDJPY has five, USDTHB four), so symbols outside of the table need
  /// an option. Source: the instrument table of dukascopy-node, read July 2026; EURUSD and GBPJPY checked
  /// against files.
  package static func digits(of symbol: String) -> Int? {
    for (digits, names) in table where names.contains(symbol) { return digits }
    return nil
  }

  /// Dukascopy's name for one of our symbols, where it differs.
  package static func fileName(of symbol: Symbol) -> String {
    names[symbol.name] ?? symbol.name
  }

  private static let names = [
    "US500": "USA500IDXUSD", "US30": "USA30IDXUSD", "USTEC": "USATECHIDXUSD", "DE40": "DEUIDXEUR",
    "UK100": "GBRIDXGBP", "JP225": "JPNIDXJPY", "USOIL": "LIGHTCMDUSD", "UKOIL": "BRENTCMDUSD",
  ]

  private static let table: [(digits: Int, names: Set<String>)] = [
    (
      5,
      words(
        """
        AUDCAD AUDCHF AUDNZD AUDSGD AUDUSD CADCHF CADHKD CHFPLN CHFSGD EURAUD EURCAD EURCHF EURCNH EURDKK \
        EURGBP EURHKD EURMXN EURNOK EURNZD EURPLN EURSEK EURSGD EURTRY EURUSD EURZAR GBPAUD GBPCAD GBPCHF \
        GBPCNH GBPNOK GBPNZD GBPPLN GBPSEK GBPSGD GBPUSD HKDJPY MXNJPY NOKJPY NZDCAD NZDCHF NZDSGD NZDUSD \
        SEKJPY USDCAD USDCHF USDCNH USDDKK USDHKD USDMXN USDNOK USDPLN USDRON USDSEK USDSGD USDTRY USDZAR
        """)
    ),
    (
      3,
      words(
        """
        AUDJPY CADJPY CHFJPY EURHUF EURJPY GBPJPY NZDJPY SGDJPY USDHUF USDJPY ZARJPY XAGUSD XAUUSD XAUEUR \
        XAUGBP XAGEUR XPDCMDUSD XPTCMDUSD AUSIDXAUD CHEIDXCHF CHIIDXUSD DEUIDXEUR DOLLARIDXUSD ESPIDXEUR \
        EUSIDXEUR FRAIDXEUR GBRIDXGBP HKGIDXHKD ITAIDXEUR JPNIDXJPY NLDIDXEUR SGDIDXSGD USA30IDXUSD \
        USA500IDXUSD USATECHIDXUSD USSC2000IDXUSD BRENTCMDUSD LIGHTCMDUSD DIESELCMDUSD BUNDTREUR \
        USTBONDTRUSD UKGILTTRGBP
        """)
    ),
    (4, words("EURCZK USDTHB COPPERCMDUSD GASCMDUSD")),
    (1, words("BTCUSD BTCEUR BTCGBP BTCCHF ETHUSD ETHEUR ETHGBP ETHCHF LTCUSD LTCEUR BCHUSD BCHEUR")),
  ]

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }
}
