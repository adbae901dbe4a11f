/// The instruction sets that own kernels are compiled for: the baseline, AVX2 and AVX-512. To be
/// included before any header of Highway. No include guard: nothing but a definition that repeats.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
