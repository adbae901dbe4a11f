#include "framework/ops/dot_product_attention.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/attention_loops.h"
#include "framework/backends/cpu/simd/gemm_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kRows = AttentionBlock::kRows, kColumns = AttentionBlock::kColumns;
constexpr int64_t kWork = 128 << 10;  // multiplications worth a thread

struct Attention {
  Attention(const KernelArgs& args, size_t first_extra)
      : g(args.in[0].shape, args.in[1].shape, args.in[2].shape),
        attrs(args.as<AttentionAttrs>()),
        loops(attention_loops(args.in[0].dtype)),
        gemm(gemm_loops(args.in[0].dtype)),
        element(static_cast<int64_t>(size_of(args.in[0].dtype))),
        extra(first_extra) {
    if (attrs.bias) bias = attention_strides(args.in[extra].shape);
    if (attrs.mask) mask = attention_strides(args.in[extra + size_t{attrs.bias}].shape);
  }

  /// c = a b, or c += a b, of any width.
  void multiply(const MatrixView& a, const MatrixView& b, void* c, int64_t c_row, int64_t rows,
                int64_t columns, int64_t inner, bool accumulate) const {
    for (int64_t column = 0; column < columns; column += GemmTile::kColumns) {
      GemmTile tile{};
      tile.a = a;
      tile.b = b;
      tile.b.data = static_cast<const std::byte*>(b.data) + column * b.column * element;
      tile.c = static_cast<std::byte*>(c) + column * element;
      tile.c_row = c_row;
      tile.rows = rows;
      tile.columns = std::min(GemmTile::kColumns, columns - column);
      tile.inner = inner;
      tile.accumulate = accumulate;
      gemm.multiply(tile);
    }
  }
  /// A block of logits, ready for softmax: queries from t, keys from s of head n. `keys` is the
  /// head's key matrix turned.
  AttentionBlock logits(const Operands& operands, int64_t b, int64_t n, int64_t t, int64_t s,
                        const std::byte* keys, void* buffer) const {
    const AttentionBlock block{buffer, std::min(kRows, g.queries - t),
                               std::min(kColumns, g.keys - s)};
    multiply({query(operands, 0, g.size, b, n, t), g.heads * g.size, 1},
             {keys + s * element, g.keys, 1}, buffer, kColumns, block.rows, block.columns, g.size,
             false);
    AttentionExtras extras{.scale = attrs.scale};
    const auto place = [&](const std::array<int64_t, 4>& strides) {
      return b * strides[0] + n * strides[1] + t * strides[2] + s * strides[3];
    };
    if (attrs.bias) {
      extras.bias = operands.input<std::byte>(extra) + place(bias) * element;
      extras.bias_row = bias[2];
      extras.bias_column = bias[3];
    }
    if (attrs.mask) {
      extras.mask = operands.input<bool>(extra + size_t{attrs.bias}) + place(mask);
      extras.mask_row = mask[2];
      extras.mask_column = mask[3];
    }
    if (attrs.is_causal) extras.seen = t + 1 - s;
    loops.prepare(block, extras);
    return block;
  }
  /// Whether no query from t on up to a block's end sees a key from s on. A query that a mask lets
  /// see no key takes all.
  bool hidden(int64_t t, int64_t s) const {
    return attrs.is_causal && !attrs.mask && s > std::min(t + kRows, g.queries) - 1;
  }
  int64_t query_place(int64_t width, int64_t b, int64_t n, int64_t t) const {
    return ((b * g.queries + t) * g.heads + n) * width * element;
  }
  int64_t key_place(int64_t width, int64_t b, int64_t n, int64_t s) const {
    return ((b * g.keys + s) * g.key_heads + n) * width * element;
  }
  const std::byte* query(const Operands& operands, size_t i, int64_t width, int64_t b, int64_t n,
                         int64_t t) const {
    return operands.input<std::byte>(i) + query_place(width, b, n, t);
  }
  const std::byte* key(const Operands& operands, size_t i, int64_t width, int64_t b, int64_t n,
                       int64_t s) const {
    return operands.input<std::byte>(i) + key_place(width, b, n, s);
  }
  /// How many pieces of that much work are worth a thread.
  static int64_t units(int64_t work) {
    return std::max<int64_t>(1, kWork / std::max<int64_t>(1, work));
  }
  /// Bytes of one head's keys, or values, of that width.
  int64_t head_bytes(int64_t width) const { return g.keys * width * element; }

  AttentionGeometry g;
  AttentionAttrs attrs;
  const AttentionLoops& loops;
  const GemmLoops& gemm;
  int64_t element;
  size_t extra;
  std::array<int64_t, 4> bias{}, mask{};
};

/// Room for a block of logits of any type.
struct Room {
  alignas(64) std::byte bytes[kRows * kColumns * sizeof(double)];
};

/// A thread has some queries of one head and goes over the keys, block by block.
class AttentionKernel final : public PreparedKernel {
 public:
  explicit AttentionKernel(const KernelArgs& args) : a_(args, 3) {
    workspace_bytes = static_cast<size_t>(a_.g.batch * a_.g.key_heads * a_.head_bytes(a_.g.size));
  }

  void run(Stream&, const Operands& operands) const override {
    const AttentionGeometry& g = a_.g;
    auto* turned = static_cast<std::byte*>(operands.workspace);
    parallel_for(g.batch * g.key_heads, a_.units(g.keys * g.size), [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit)
        a_.loops.transpose(a_.key(operands, 1, g.size, unit / g.key_heads, unit % g.key_heads, 0),
                           g.key_heads * g.size, g.keys, g.size,
                           turned + unit * a_.head_bytes(g.size));
    });
    const int64_t blocks = (g.queries + kRows - 1) / kRows;
    const int64_t work = std::min(kRows, g.queries) * g.keys * (g.size + g.value_size);
    parallel_for(g.batch * g.heads * blocks, a_.units(work), [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit) {
        const int64_t head = unit / blocks;
        const int64_t keys = head / g.heads * g.key_heads + head % g.heads / g.group();
        attend(operands, head / g.heads, head % g.heads, unit % blocks * kRows,
               turned + keys * a_.head_bytes(g.size));
      }
    });
  }

 private:
  void attend(const Operands& operands, int64_t b, int64_t n, int64_t t,
              const std::byte* keys) const {
    const AttentionGeometry& g = a_.g;
    Room room;
    alignas(64) std::byte statistics[2 * kRows * sizeof(double)] = {};
    auto* y = operands.output<std::byte>() + a_.query_place(g.value_size, b, n, t);
    const int64_t y_row = g.heads * g.value_size, rows = std::min(kRows, g.queries - t);
    for (int64_t s = 0; s < g.keys && !a_.hidden(t, s); s += kColumns) {
      const AttentionBlock block = a_.logits(operands, b, n, t, s, keys, room.bytes);
      a_.loops.advance(block, s == 0, statistics, y, y_row, g.value_size);
      a_.multiply(
          {room.bytes, kColumns, 1},
          {a_.key(operands, 2, g.value_size, b, n / g.group(), s), g.key_heads * g.value_size, 1},
          y, y_row, block.rows, g.value_size, block.columns, s > 0);
    }
    for (int64_t r = 0; g.keys == 0 && r < rows; ++r)
      std::memset(y + r * y_row * a_.element, 0, static_cast<size_t>(g.value_size * a_.element));
    if (g.keys > 0) a_.loops.divide(rows, statistics, y, y_row, g.value_size);
    if (void* kept = operands.out[1])
      std::memcpy(
          static_cast<std::byte*>(kept) + ((b * g.heads + n) * g.queries + t) * 2 * a_.element,
          statistics, static_cast<size_t>(rows * 2 * a_.element));
  }

  Attention a_;
};

/// A thread has all queries and keys of the heads that share keys. Inputs: query, key, value, y,
/// dy, statistics.
class AttentionGradKernel final : public PreparedKernel {
 public:
  explicit AttentionGradKernel(const KernelArgs& args) : a_(args, 6) {
    const AttentionGeometry& g = a_.g;
    turned_ = a_.head_bytes(g.size) + a_.head_bytes(g.value_size);
    unit_ = turned_ + g.group() * g.queries * a_.element;
    workspace_bytes = static_cast<size_t>(g.batch * g.key_heads * unit_);
  }

  void run(Stream&, const Operands& operands) const override {
    const AttentionGeometry& g = a_.g;
    if (g.key_heads == 0) return;
    for (size_t i = 0; i < 3; ++i)
      std::memset(operands.out[i], 0, static_cast<size_t>(output_bytes(i)));
    const int64_t work = g.group() * g.queries * g.keys * (g.size + g.value_size);
    parallel_for(g.batch * g.key_heads, a_.units(work), [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit)
        attend(operands, unit / g.key_heads, unit % g.key_heads,
               static_cast<std::byte*>(operands.workspace) + unit * unit_);
    });
  }

 private:
  int64_t output_bytes(size_t i) const {
    const AttentionGeometry& g = a_.g;
    return a_.element * g.batch *
           (i == 0 ? g.queries * g.heads * g.size
                   : g.keys * g.key_heads * (i == 1 ? g.size : g.value_size));
  }

  void attend(const Operands& operands, int64_t b, int64_t shared, std::byte* workspace) const {
    const AttentionGeometry& g = a_.g;
    std::byte *keys = workspace, *values = workspace + a_.head_bytes(g.size),
              *products = workspace + turned_;
    a_.loops.transpose(a_.key(operands, 1, g.size, b, shared, 0), g.key_heads * g.size, g.keys,
                       g.size, keys);
    a_.loops.transpose(a_.key(operands, 2, g.value_size, b, shared, 0), g.key_heads * g.value_size,
                       g.keys, g.value_size, values);
    for (int64_t i = 0; i < g.group(); ++i) {
      const int64_t n = shared * g.group() + i;
      a_.loops.products(a_.query(operands, 3, g.value_size, b, n, 0),
                        a_.query(operands, 4, g.value_size, b, n, 0), g.heads * g.value_size,
                        g.queries, g.value_size, products + i * g.queries * a_.element);
    }
    for (int64_t s = 0; s < g.keys; s += kColumns)
      for (int64_t i = 0; i < g.group(); ++i)
        for (int64_t t = 0; t < g.queries; t += kRows)
          if (!a_.hidden(t, s))
            add_block(operands, b, shared * g.group() + i, t, s, keys, values,
                      products + (i * g.queries + t) * a_.element);
  }

  void add_block(const Operands& operands, int64_t b, int64_t n, int64_t t, int64_t s,
                 const std::byte* keys, const std::byte* values, const std::byte* products) const {
    const AttentionGeometry& g = a_.g;
    const int64_t shared = n / g.group(), q_row = g.heads * g.size, k_row = g.key_heads * g.size,
                  y_row = g.heads * g.value_size, v_row = g.key_heads * g.value_size;
    Room shares, changes;
    const AttentionBlock block = a_.logits(operands, b, n, t, s, keys, shares.bytes);
    const MatrixView dy{a_.query(operands, 4, g.value_size, b, n, t), y_row, 1};
    a_.multiply(dy, {values + s * a_.element, g.keys, 1}, changes.bytes, kColumns, block.rows,
                block.columns, g.value_size, false);
    a_.loops.gradient(
        block, operands.input<std::byte>(5) + ((b * g.heads + n) * g.queries + t) * 2 * a_.element,
        products, a_.attrs.scale, changes.bytes);
    const auto out = [&](size_t i) { return operands.output<std::byte>(i); };
    a_.multiply({changes.bytes, kColumns, 1}, {a_.key(operands, 1, g.size, b, shared, s), k_row, 1},
                out(0) + a_.query_place(g.size, b, n, t), q_row, block.rows, g.size, block.columns,
                true);
    a_.multiply({changes.bytes, 1, kColumns}, {a_.query(operands, 0, g.size, b, n, t), q_row, 1},
                out(1) + a_.key_place(g.size, b, shared, s), k_row, block.columns, g.size,
                block.rows, true);
    a_.multiply({shares.bytes, 1, kColumns}, dy, out(2) + a_.key_place(g.value_size, b, shared, s),
                v_row, block.columns, g.value_size, block.rows, true);
  }

  Attention a_;
  int64_t turned_ = 0, unit_ = 0;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.def.name == "dot_product_attention") return make_ref<AttentionKernel>(args);
  return make_ref<AttentionGradKernel>(args);
}

}  // namespace

extern constinit const Kernel dot_product_attention_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
