#include "framework/ops/matmul.h"

#include <algorithm>

#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"
#include "framework/base/team.h"

namespace cornu::cpu::onednn {

namespace {

/// The product as oneDNN sees it: equal ranks, and as few batch axes as the operands allow.
struct Matmul {
  bool ta, tb, bias;
  Extents a_batch, b_batch, batch;
  int64_t rows, columns, inner;
  DType dtype;

  explicit Matmul(const KernelArgs& args)
      : ta(args.as<MatmulAttrs>().transpose_a),
        tb(args.as<MatmulAttrs>().transpose_b),
        bias(args.in.size() > 2),
        rows(args.out[0].shape[-2]),
        columns(args.out[0].shape[-1]),
        inner(args.in[0].shape[ta ? -2 : -1]),
        dtype(args.in[0].dtype) {
    const Shape &a = args.in[0].shape, &b = args.in[1].shape, &y = args.out[0].shape;
    for (int64_t axis = 0; axis < y.ndim() - 2; ++axis) {
      const auto size = [&](const Shape& shape) {
        const int64_t at = axis - (y.ndim() - shape.ndim());
        return at < 0 ? int64_t{1} : shape[at];
      };
      if (y[axis] == 1) continue;
      const bool in_a = size(a) != 1, in_b = size(b) != 1;
      // Neighbouring axes that both operands have, or the same one lacks, are one.
      const bool joins =
          !batch.empty() && (a_batch.back() != 1) == in_a && (b_batch.back() != 1) == in_b;
      if (!joins) {
        a_batch.push_back(1);
        b_batch.push_back(1);
        batch.push_back(1);
      }
      a_batch.back() *= size(a);
      b_batch.back() *= size(b);
      batch.back() *= y[axis];
    }
    // Many matrices times one: one tall matrix.
    if (!ta && batch.size() == 1 && b_batch[0] == 1) {
      rows *= batch[0];
      for (Extents* sizes : {&a_batch, &b_batch, &batch}) sizes->clear();
    }
  }

  double operations() const {
    double total =
        2.0 * static_cast<double>(rows) * static_cast<double>(columns) * static_cast<double>(inner);
    for (const int64_t size : batch) total *= static_cast<double>(size);
    return total;
  }

  /// Dense matrices; `swapped`: they lie transposed.
  Descriptor matrices(const Extents& leading, int64_t height, int64_t width, bool swapped) const {
    Extents sizes = leading;
    sizes.push_back(height);
    sizes.push_back(width);
    Extents strides(sizes.size(), 0);
    int64_t step = height * width;
    for (size_t axis = leading.size(); axis-- > 0;) {
      strides[axis] = step;
      step *= leading[axis];
    }
    strides[leading.size()] = swapped ? 1 : width;
    strides[leading.size() + 1] = swapped ? height : 1;
    return Descriptor::strided(dtype, sizes, strides);
  }
  Descriptor a() const { return matrices(a_batch, rows, inner, ta); }
  Descriptor b() const { return matrices(b_batch, inner, columns, tb); }
  Descriptor any_b() const { return Descriptor::any(dtype, {inner, columns}); }
  Descriptor y() const { return matrices(batch, rows, columns, false); }
  Descriptor bias_row() const {
    if (!bias) return {};
    return matrices(Extents(batch.size(), 1), 1, columns, false);
  }
};

bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const Matmul m(args);
  const Descriptor b = weights(layout_of(layouts.in, 1), m.b());
  const PrimitiveRef primitive = make_matmul(
      {{Role::src, m.a()}, {Role::weights, b}, {Role::bias, m.bias_row()}, {Role::dst, m.y()}},
      args.as<MatmulAttrs>().activation);
  if (!primitive) return false;
  program.add(primitive, {{Role::src, Place::in(0)},
                          {Role::weights, Place::in(1)},
                          {Role::bias, m.bias ? Place::in(2) : Place{}},
                          {Role::dst, Place::out(0)}});
  return true;
}

Why declines(const KernelArgs& args) { return why_not(args, build); }

/// A weight that stays may lie packed: worth it for few rows, which else wait for its bytes.
/// Measured on 784 x 512 weights: 1 row 72 µs plain and 17 packed, 32 rows 200 and 150, 128 alike.
std::vector<Layouts> offers(const KernelArgs& args) {
  const Matmul m(args);
  constexpr double kPerNanosecond = 100, kPlainBytes = 22, kPackedBytes = 100;
  const double time = m.operations() / (kPerNanosecond * num_threads());
  std::vector<Layouts> found;
  const bool weights = (args.constant_inputs & 2) && m.batch.empty();
  const double bytes = weights ? static_cast<double>(args.in[1].bytes()) : 0;
  if (weights && m.rows < 128) {
    const ThreadLimit limit(num_threads());
    const PrimitiveRef primitive =
        make_matmul({{Role::src, m.a()}, {Role::weights, m.any_b()}, {Role::dst, m.y()}}, {});
    if (primitive)
      if (LayoutRef packed = packed_layout(args.in[1], m.b(), primitive->operand(Role::weights)))
        found.push_back(
            {.in = {{}, packed, {}}, .out = {{}}, .nanoseconds = time + bytes / kPackedBytes});
  }
  found.push_back({.in = {}, .out = {}, .nanoseconds = time + bytes / kPlainBytes});
  return found;
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return prepare_program(args, layouts, Matmul(args).operations(), build);
}

}  // namespace

extern constinit const Kernel matmul_kernel{"onednn", declines, prepare, offers};

}  // namespace cornu::cpu::onednn
