// Every kernel of every op on random calls, against the reference: a sample of them, or all in a
// full run.
#include "tests/backends/fuzz.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/ops/elementwise.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/program.h"

namespace cornu::fuzz {
namespace {

/// Why a kernel of a family takes no call at all of one of its ops, in its own words.
constexpr std::string_view kOnPrinciple = "the own kernel is faster";

/// Beside the reference, and what runs an op's subgraphs.
bool has_fast_kernel(const OpDef& def) {
  const auto kernels = candidates(def, DeviceKind::cpu);
  return std::any_of(kernels.begin(), kernels.end(), [](const Kernel* kernel) {
    const std::string_view name = kernel->name;
    return name != "reference" && name != "control";
  });
}

/// The element types of an op's calls. float32 alternates with the rest where all are floating: it
/// has most kernels.
std::vector<DType> dtypes_of(const OpDef& def, DTypeSet types) {
  if (types == 0) types = def.inputs[0].types;
  std::vector<DType> found;
  for (const DType dtype : all_dtypes()) {
    if ((types & bit(dtype)) == 0) continue;
    if (is_floating(dtype) && (types & ~kFloating) == 0 && dtype != DType::f32)
      found.push_back(DType::f32);
    if (dtype != DType::f32 || (types & ~kFloating) != 0 || types == bit(DType::f32))
      found.push_back(dtype);
  }
  return found;
}

std::string text_of(const OpDef& def, const Sample& sample) {
  std::string text(def.name);
  for (const Tensor& tensor : sample.in) text += " " + tensor.spec().text();
  return text + " " + sample.attrs.text();
}

/// The outputs that count as results, or all.
uint64_t wanted_of(const OpDef& def, const Attrs& attrs, bool all) {
  uint64_t wanted = ~uint64_t{0};
  for (size_t i = 0; i < 64 && !all; ++i)
    if (def.is_auxiliary(attrs, i)) wanted &= ~(uint64_t{1} << i);
  return wanted;
}

/// Where two results differ most.
std::string worst_place(const Tensors& ours, const Tensors& expected) {
  double worst = 0;
  std::string text;
  for (size_t k = 0; k < ours.size(); ++k) {
    if (!ours[k].defined() || ours[k].shape() != expected[k].shape()) continue;
    const auto a = ours[k].to_vector<double>(), b = expected[k].to_vector<double>();
    for (size_t i = 0; i < a.size() && !std::isnan(worst); ++i) {
      if (a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) continue;
      if (const double far = std::abs(a[i] - b[i]); !(far <= worst)) {
        worst = far;
        text = concat("result ", k, ", element ", i, ": ", a[i], ", not ", b[i]);
      }
    }
  }
  return text;
}

class Comparison {
 public:
  explicit Comparison(const OpDef& def) : def_(def) {}

  void run(const Sample& sample, bool all_outputs) {
    const uint64_t wanted = wanted_of(def_, sample.attrs, all_outputs);
    const Tensors expected = results("reference", sample, ~uint64_t{0});
    for (const Kernel* kernel : candidates(def_, DeviceKind::cpu)) {
      const std::string name = kernel->name;
      if (name == "reference") continue;
      const Why why = why_declined(name, def_, sample.in, sample.attrs);
      if (!why.empty()) {
        if (taken_[name] == 0) refused_[name] = why;
        continue;
      }
      ++taken_[name];
      compare(name, sample, results(name, sample, wanted), expected, "");
      for (const Layouts& layouts : layouts_of(name, sample))
        compare(name, sample, run_in_layouts(name, layouts, def_, sample.in, sample.attrs),
                expected, layouts.text());
    }
  }

  /// Each kernel has been met, or says why it never is.
  void expect_all_met() {
    for (const auto& [name, why] : refused_)
      EXPECT_TRUE(taken_[name] > 0 || why == kOnPrinciple)
          << def_.name << " was never run by " << name << ": " << why;
  }

 private:
  Tensors results(const std::string& kernel, const Sample& sample, uint64_t wanted) const {
    const ForceKernel forced(kernel);
    return run_eagerly(def_, sample.in, sample.attrs, {}, wanted);
  }

  std::vector<Layouts> layouts_of(const std::string& kernel, const Sample& sample) const {
    std::vector<Layouts> found = sample.layouts;
    found.emplace_back();  // dense
    std::vector<Spec> specs;
    for (const Tensor& tensor : sample.in) specs.push_back(tensor.spec());
    const std::vector<Spec> out = def_.infer({def_, specs, sample.attrs, {}});
    const ForceKernel forced(kernel);
    for (const Layouts& layouts : kernel_offers({def_, sample.attrs, specs, out}, {}).layouts)
      if (!layouts.in.empty() || !layouts.out.empty()) found.push_back(layouts);
    return found;
  }

  void compare(const std::string& kernel, const Sample& sample, Tensors ours, Tensors expected,
               const std::string& layouts) const {
    if (sample.unique) {
      ours = sample.unique(sample.in, ours);
      expected = sample.unique(sample.in, expected);
    }
    const double error =
        sample.each ? each_error(ours[0], expected[0]) : result_error(ours, expected, sample.terms);
    EXPECT_LE(error, sample.most) << kernel << " of " << text_of(def_, sample) << " " << layouts
                                  << "\n"
                                  << worst_place(ours, expected);
  }

  const OpDef& def_;
  std::map<std::string, int> taken_;
  std::map<std::string, Why> refused_;
};

/// Every sample has dice of its own, so that it is the same in every run.
uint64_t seed_of(std::string_view op, int number) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : op) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  return hash + static_cast<uint64_t>(number);
}

template <class MakeSample>
void compare_kernels(const OpDef& def, const std::vector<DType>& dtypes, int samples,
                     const MakeSample& make) {
  Comparison comparison(def);
  const int count = is_full_test() ? samples : kDTypeCount;
  for (int i = 0; i < count; ++i) {
    Dice dice(seed_of(def.name, i));
    const DType dtype = dtypes[static_cast<size_t>(i) % dtypes.size()];
    SCOPED_TRACE(concat("sample ", i, " of ", dtype));
    try {
      const Sample sample = make(dice, dtype);
      comparison.run(sample, sample.unique || dice.coin());
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  comparison.expect_all_met();
}

class Fuzz : public testing::TestWithParam<Generator> {};

TEST_P(Fuzz, EveryKernelIsAsTheReference) {
  const Generator& generator = GetParam();
  const OpDef* def = find_op(generator.op);
  ASSERT_NE(def, nullptr);
  compare_kernels(*def, dtypes_of(*def, generator.types), generator.samples, generator.sample);
}

INSTANTIATE_TEST_SUITE_P(Ops, Fuzz, testing::ValuesIn(generators()),
                         [](const auto& test) { return std::string(test.param.op); });

DTypeSet types_of_row(const OpDef& def) {
  DTypeSet types = 0;
  for (const DType dtype : all_dtypes())
    if (elementwise_operand_dtype(def.elementwise->kind, dtype) == dtype)
      types |= bit(dtype) & def.inputs[def.inputs.size() - 1].types;
  return types;
}

/// Operands that broadcast, in the row's range, so that each has a value.
Sample call_of_row(const ElementwiseRow& row, Dice& dice, DType dtype) {
  Sample s{.most = size_of(dtype) < 4 ? 2.1 : 9, .each = true};
  const Shape shape = any_shape(dice);
  const int64_t whole = dice(0, row.arity - 1);  // one that has the whole shape
  for (int64_t i = 0; i < row.arity; ++i) {
    const Shape own = i == whole ? shape : broadcastable(dice, shape);
    Tensor x = numbers(dice, own, DType::f64) + 1;
    x = x * ((row.highest - row.lowest) / 2) + row.lowest;
    if (!is_floating(dtype)) x = ops::round(x * 3);
    if (is_unsigned_integer(dtype)) x = ops::abs(x);
    s.in.push_back(row.arity == 3 && i == 0 ? x > 1 : spoiled(dice, ops::cast(x, dtype)));
  }
  return s;
}

class FuzzElementwise : public testing::TestWithParam<int> {};

TEST_P(FuzzElementwise, TheVectorLoopIsAsTheReference) {
  const OpDef& def = elementwise_def(GetParam());
  ASSERT_TRUE(has_fast_kernel(def));
  compare_kernels(def, dtypes_of(def, types_of_row(def)), 65, [&](Dice& dice, DType dtype) {
    return call_of_row(*def.elementwise, dice, dtype);
  });
}

INSTANTIATE_TEST_SUITE_P(Rows, FuzzElementwise, testing::Range(0, int{kElementwiseRows}),
                         [](const auto& test) {
                           return std::string(elementwise_def(test.param).name);
                         });

TEST(FuzzedOps, AreAllThatHaveFastKernels) {
  const std::string_view names[] = {
#define OP(name) #name,
#include "framework/ops/ops.def"
#undef OP
  };
  for (const std::string_view name : names) {
    const bool there = std::any_of(generators().begin(), generators().end(),
                                   [&](const Generator& g) { return g.op == name; });
    EXPECT_EQ(there, has_fast_kernel(*find_op(name)))
        << name << (there ? " has only a reference kernel" : " has no calls in fuzz_*.cpp");
  }
}

}  // namespace
}  // namespace cornu::fuzz
