#include "framework/ops/pool.h"

#include <limits>
#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// Calls `f(output, input, tap)` for each element of each window of one channel, positions counted
/// without the channels; `done(output, count)` after each window.
template <class F, class Done>
void each_window(const PoolGeometry& g, F&& f, Done&& done) {
  const auto& [d, h, w] = g.axes;
  const Shape outputs{g.batch, d.out, h.out, w.out};
  Odometer o(outputs);
  const int64_t count = outputs.elements();
  for (int64_t i = 0; i < count; ++i, o.next()) {
    int64_t tap = 0, real = 0;
    for (int64_t a = 0; a < d.size; ++a)
      for (int64_t b = 0; b < h.size; ++b)
        for (int64_t c = 0; c < w.size; ++c, ++tap) {
          const int64_t x = o[1] * d.stride - d.before + a, y = o[2] * h.stride - h.before + b,
                        z = o[3] * w.stride - w.before + c;
          if (x < 0 || x >= d.in || y < 0 || y >= h.in || z < 0 || z >= w.in) continue;
          f(i, ((o[0] * d.in + x) * h.in + y) * w.in + z, tap);
          ++real;
        }
    done(i, real);
  }
}

void run(const KernelArgs& args, const Operands& operands) {
  const bool forward = pools_forward(args.def.name);
  const bool average = args.def.name.starts_with("average");
  const PoolGeometry g =
      pool_geometry(args.as<PoolAttrs>(), forward ? args.in[0].shape : args.out[0].shape);
  const DType dtype = args.in[0].dtype;
  const int64_t made = args.out[0].shape.elements();
  std::vector<double> out(static_cast<size_t>(made));
  const auto read = [&](int64_t i) { return load<double>(dtype, operands.in[0], i); };
  for (int64_t channel = 0; channel < g.channels; ++channel) {
    const auto place = [&](int64_t position) { return position * g.channels + channel; };
    const auto result = [&](int64_t position) -> double& {
      return out[static_cast<size_t>(place(position))];
    };
    if (args.def.name == "max_pool") {
      double best = 0;
      int64_t winner = -1;
      each_window(
          g,
          [&](int64_t, int64_t i, int64_t tap) {
            const double value = read(place(i));
            if (winner >= 0 && !(value > best) && !isnan(value)) return;
            best = value;
            winner = tap;
          },
          [&](int64_t o, int64_t) {
            result(o) = best;
            if (args.wants(1)) store<int64_t>(args.out[1].dtype, operands.out[1], place(o), winner);
            winner = -1;
          });
    } else if (!average) {
      const DType indices = args.in[1].dtype;
      each_window(
          g,
          [&](int64_t o, int64_t i, int64_t tap) {
            if (load<int64_t>(indices, operands.in[1], place(o)) != tap) return;
            if (forward)
              result(o) = read(place(i));
            else
              result(i) += read(place(o));
          },
          [](int64_t, int64_t) {});
    } else {
      std::vector<int64_t> window;
      each_window(
          g, [&](int64_t, int64_t i, int64_t) { window.push_back(i); },
          [&](int64_t o, int64_t real) {
            for (const int64_t i : window) {
              if (forward)
                result(o) += read(place(i)) / static_cast<double>(real);
              else
                result(i) += read(place(o)) / static_cast<double>(real);
            }
            window.clear();
          });
    }
  }
  for (int64_t i = 0; i < made; ++i)
    store<double>(dtype, operands.out[0], i, out[static_cast<size_t>(i)]);
}

}  // namespace

extern constinit const Kernel pool_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
