// What counts, LocaleData.c, is written by `make setup` from the data of the toolchain's ICU, and differs with that. A
// target has to have a source of its own.
typedef int slipway_locale_data;
