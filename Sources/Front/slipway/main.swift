#if os(Linux)
  // For the linker, which takes the locale data from it.
  import CLocaleData
#endif
import SlipwayCommand

Slipway.main()
