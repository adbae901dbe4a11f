#include "tests/support/compare_kernels.h"

#include <algorithm>
#include <cmath>

#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/gradient_check.h"

namespace cornu {

int64_t Dice::operator()(int64_t lowest, int64_t highest) {
  state_ = state_ * 6364136223846793005u + 1442695040888963407u;
  return lowest +
         static_cast<int64_t>((state_ >> 33) % static_cast<uint64_t>(highest - lowest + 1));
}

Tensor small_numbers(const Shape& shape, DType dtype, int seed) {
  std::vector<double> values(static_cast<size_t>(shape.elements()));
  Dice dice(static_cast<uint64_t>(seed) + 77);
  for (double& value : values) {
    value = static_cast<double>(dice(is_unsigned_integer(dtype) ? 0 : -9, 9));
    if (is_floating(dtype)) value /= 8;
    if (dtype == DType::boolean) value = value > 0;
  }
  return ops::cast(from_buffer(values.data(), shape, DType::f64), dtype);
}

Shape random_shape(Dice& dice, int64_t lowest, int64_t highest, int64_t largest) {
  Shape shape;
  for (int64_t axes = dice(lowest, highest); axes > 0; --axes)
    shape.push_back(dice(0, 9) == 0 ? dice(0, 1) : dice(1, largest));
  return shape;
}

std::vector<DType> all_dtypes() {
  std::vector<DType> dtypes;
  dtypes.reserve(kDTypeCount);
  for (int i = 0; i < kDTypeCount; ++i) dtypes.push_back(static_cast<DType>(i));
  return dtypes;
}

namespace {

Tensors run_with(const std::string& kernel, const OpDef& def, const Tensors& in,
                 const Attrs& attrs) {
  const ForceKernel force(kernel);
  return run_eagerly(def, in, attrs, {}, ~uint64_t{0});
}

double epsilon(DType dtype) {
  if (dtype == DType::f64) return 0x1p-52;
  if (dtype == DType::f32) return 0x1p-23;
  return dtype == DType::f16 ? 0x1p-10 : 0x1p-7;
}

/// Memory that holds NaN of every type, behind its end too: who reads what nobody wrote shows it.
std::vector<std::byte> poisoned(size_t bytes) {
  return std::vector<std::byte>(bytes + 256, std::byte{0xFF});
}

bool same_bytes(const Tensor& a, const Tensor& b) {
  std::vector<std::byte> x(a.spec().bytes()), y(x.size());
  a.copy_to(x.data());
  b.copy_to(y.data());
  return x == y;
}

/// The largest difference, in units that an element of the reference has.
template <class Unit>
double error_in(const Tensor& ours, const Tensor& reference, const Unit& unit) {
  if (ours.spec().text() != reference.spec().text()) return INFINITY;
  if (!is_floating(ours.dtype())) return same_bytes(ours, reference) ? 0 : INFINITY;
  const auto x = ours.to_vector<double>(), y = reference.to_vector<double>();
  double worst = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    if (x[i] == y[i] || (std::isnan(x[i]) && std::isnan(y[i]))) continue;
    const double error = std::abs(x[i] - y[i]) / unit(y[i]);
    worst = std::max(worst, std::isnan(error) ? INFINITY : error);
  }
  return worst;
}

}  // namespace

std::string why_declined(const std::string& kernel, const OpDef& def, const Tensors& in,
                         const Attrs& attrs) {
  std::vector<Spec> specs;
  for (const Tensor& tensor : in) specs.push_back(tensor.spec());
  const std::vector<Spec> out = def.infer({def, specs, attrs, {}});
  for (const Kernel* candidate : candidates(def, DeviceKind::cpu))
    if (candidate->name == kernel) return candidate->declines({def, attrs, specs, out});
  return "there is none";
}

Tensors run_in_layouts(const std::string& kernel, const Layouts& layouts, const OpDef& def,
                       const Tensors& in, const Attrs& attrs) {
  std::vector<Spec> specs;
  for (const Tensor& tensor : in) specs.push_back(tensor.spec());
  const std::vector<Spec> out = def.infer({def, specs, attrs, {}});
  const ForceKernel force(kernel);
  const Ref<PreparedKernel> prepared = prepare_kernel({def, attrs, specs, out}, {}, layouts);
  const auto layout = [](const std::vector<LayoutRef>& list, size_t i) {
    return i < list.size() ? list[i] : LayoutRef();
  };
  std::vector<std::vector<std::byte>> sources, targets;
  std::vector<const void*> from;
  std::vector<void*> to;
  for (size_t i = 0; i < in.size(); ++i) {
    sources.push_back(poisoned(bytes_of(specs[i], layout(layouts.in, i))));
    if (const LayoutRef order = layout(layouts.in, i))
      order->pack(in[i].data(), sources[i].data(), size_of(specs[i].dtype));
    else
      in[i].copy_to(sources[i].data());
  }
  for (size_t i = 0; i < out.size(); ++i)
    targets.push_back(poisoned(bytes_of(out[i], layout(layouts.out, i))));
  from.reserve(sources.size());
  for (const auto& source : sources) from.push_back(source.data());
  to.reserve(targets.size());
  for (auto& target : targets) to.push_back(target.data());
  std::vector<std::byte> workspace = poisoned(prepared->workspace_bytes);
  prepared->run(backend_of({}).stream(0), {from.data(), to.data(), workspace.data()});
  Tensors results;
  for (size_t i = 0; i < out.size(); ++i) {
    std::vector<std::byte> dense(out[i].bytes());
    if (const LayoutRef order = layout(layouts.out, i))
      order->unpack(targets[i].data(), dense.data(), size_of(out[i].dtype));
    else
      dense = targets[i];
    results.push_back(Tensor::from_host(out[i], dense.data()));
  }
  return results;
}

double kernel_error(const std::string& kernel, const OpDef& def, const Tensors& in,
                    const Attrs& attrs, double terms) {
  return result_error(run_with(kernel, def, in, attrs), run_with("reference", def, in, attrs),
                      terms);
}

double result_error(const Tensors& ours, const Tensors& reference, double terms) {
  double worst = 0;
  for (size_t i = 0; i < ours.size(); ++i) {
    if (!ours[i].defined()) continue;
    double largest = 0;
    for (const double value : reference[i].to_vector<double>())
      if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    const double unit = epsilon(ours[i].dtype()) * std::sqrt(terms) * std::max(largest, 1e-3);
    worst = std::max(worst, error_in(ours[i], reference[i], [&](double) { return unit; }));
  }
  return worst;
}

double each_error(const Tensor& ours, const Tensor& reference) {
  return error_in(ours, reference, [eps = epsilon(ours.dtype())](double value) {
    return eps * std::max(std::abs(value), 1e-6);
  });
}

}  // namespace cornu
