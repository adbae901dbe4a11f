// The loops of all rows for one element type. Compiled once per instruction set.
#if defined(CORNU_SIMD_ROW_LOOPS_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_ROW_LOOPS_H_
#undef CORNU_SIMD_ROW_LOOPS_H_
#else
#define CORNU_SIMD_ROW_LOOPS_H_
#endif

#include <cstring>

#include "framework/backends/cpu/simd/lanes.h"
#include "framework/backends/cpu/simd/remainders.h"
#include "framework/backends/cpu/simd/rows.h"
#include "framework/ops/elementwise.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// A row as a function of vectors, under its name.
namespace row {
#define UNARY(name, Class, module, row_kind, forward, ...)             \
  struct name##_row {                                                  \
    static constexpr ElementwiseKind kind = ElementwiseKind::row_kind; \
    static constexpr size_t arity = 1;                                 \
    template <class T>                                                 \
    static HWY_INLINE T apply([[maybe_unused]] T x, T, T) {            \
      return forward;                                                  \
    }                                                                  \
  };
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, Class, module, row_kind, forward, ...)            \
  struct name##_row {                                                  \
    static constexpr ElementwiseKind kind = ElementwiseKind::row_kind; \
    static constexpr size_t arity = 2;                                 \
    template <class T>                                                 \
    static HWY_INLINE T apply(T a, T b, T) {                           \
      return forward;                                                  \
    }                                                                  \
  };
#include "framework/ops/binary.def"
#undef BINARY
struct where_row {
  static constexpr ElementwiseKind kind = ElementwiseKind::any;
  static constexpr size_t arity = 3;
  template <class T>
  static HWY_INLINE T apply(T c, T a, T b) {
    return select(c, a, b);
  }
};
}  // namespace row

template <class T, class Row>
void run_row(const Source* in, void* out, size_t count) {
  const hn::ScalableTag<T> d;
  using L = Lanes<hn::ScalableTag<T>>;
  constexpr size_t arity = Row::arity;
  const size_t lanes = hn::Lanes(d);
  const T* source[3] = {};
  size_t mask[3] = {};
  for (size_t k = 0; k < arity; ++k) {
    source[k] = static_cast<const T*>(in[k].data);
    mask[k] = in[k].mask;
  }
  T* target = static_cast<T*>(out);
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const L a = hn::LoadU(d, source[0] + (i & mask[0]));
    L b, c;
    if constexpr (arity > 1) b = hn::LoadU(d, source[1] + (i & mask[1]));
    if constexpr (arity > 2) c = hn::LoadU(d, source[2] + (i & mask[2]));
    hn::StoreU(Row::template apply<L>(a, b, c).v, d, target + i);
  }
  if (i == count) return;
  // The rest through a vector of our own: what lies behind the operands is not ours to touch.
  alignas(kVectorBytes) T rest[3][kVectorBytes / sizeof(T)] = {};
  for (size_t k = 0; k < arity; ++k)
    for (size_t j = 0; i + j < count; ++j) rest[k][j] = source[k][(i + j) & mask[k]];
  const L y =
      Row::template apply<L>(hn::Load(d, rest[0]), hn::Load(d, rest[1]), hn::Load(d, rest[2]));
  hn::Store(y.v, d, rest[0]);
  std::memcpy(target + i, rest[0], (count - i) * sizeof(T));
}

/// Null for real functions of integers, whose operands are converted first, and for functions of
/// integers alone.
template <class T, class Row>
constexpr RowLoop loop_of() {
  if constexpr (std::is_integral_v<T> ? gives_floating(Row::kind) : refuses_floating(Row::kind))
    return nullptr;
  else
    return run_row<T, Row>;
}

template <class T>
std::span<const RowLoop> all_row_loops() {
  static constexpr RowLoop loops[] = {
#define UNARY(name, ...) loop_of<T, row::name##_row>(),
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, ...) loop_of<T, row::name##_row>(),
#include "framework/ops/binary.def"
#undef BINARY
      loop_of<T, row::where_row>()};
  return loops;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
