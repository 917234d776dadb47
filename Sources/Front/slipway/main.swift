import SlipwayCommand

Slipway.main()
