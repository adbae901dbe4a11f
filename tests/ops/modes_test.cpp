// Every call that Keras made too, in every way to run it: eager, traced and compiled, lazy, and
// differentiated in each of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "framework/trace/session.h"
#include "tests/support/golden_ops.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// Their results' shapes depend on elements.
const std::set<std::string_view> kOnlyEager = {"nonzero", "unique", "bincount"};

/// What differences cannot judge.
const std::set<std::string_view> kNotSmooth = {
    "categorical_crossentropy",  // TensorFlow's gradient where targets do not sum to 1
    "cholesky",                  // of symmetric matrices only
    "logdet",                    // likewise
    "percentile",                // its samples are at 0 and 100, where it ends
};

void expect_same(const Tensors& got, const Tensors& expected, const std::string& what) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  for (size_t k = 0; k < got.size(); ++k) {
    ASSERT_EQ(got[k].spec().text(), expected[k].spec().text()) << what;
    const auto a = got[k].to_vector<double>(), b = expected[k].to_vector<double>();
    const double tolerance = is_floating(got[k].dtype()) ? 1e-5 : 0;
    double largest = 1;
    for (const double value : b)
      if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    for (size_t i = 0; i < a.size(); ++i) {
      const bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]));
      ASSERT_TRUE(same || std::abs(a[i] - b[i]) <= tolerance * largest)
          << what << ", result " << k << ", element " << i << ": " << a[i] << ", not " << b[i];
    }
  }
}

/// A weighted sum of the floating results.
Tensor scalar_of(const Tensors& results) {
  Tensor total;
  for (const Tensor& result : results) {
    if (!is_floating(result.dtype())) continue;
    const Tensor part = ops::sum(result * arbitrary(result.shape(), result.dtype(), 7));
    total = total.defined() ? total + ops::cast(part, total.dtype()) : part;
  }
  return total;
}

class OpModes : public testing::TestWithParam<std::string> {
 protected:
  /// Calls `check` for the calls of the group that can be traced.
  template <class F>
  static void each_call(const F& check) {
    for (const GoldenCall& call : golden_calls(GetParam())) {
      if (kOnlyEager.contains(call.op->name) || call.arrays.empty()) continue;
      SCOPED_TRACE(call.entry.dump());
      try {
        check(call);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }

  /// The places of the arrays that Keras gives gradients of.
  static std::vector<size_t> differentiable(const GoldenCall& call) {
    std::vector<size_t> places;
    if (const Json* gradients = call.entry.find("gradients"))
      for (size_t i = 0; i < call.names.size(); ++i)
        if (gradients->find(call.names[i]) && is_floating(call.arrays[i].dtype()))
          places.push_back(i);
    return places;
  }

  static Tensors gradients(const std::function<Tensors(const Tensors&)>& f, const Tensors& in,
                           const std::vector<size_t>& places) {
    GradientTape tape;
    std::vector<Source> sources;
    for (const size_t i : places) {
      tape.watch(in[i]);
      sources.emplace_back(in[i]);
    }
    Tensors found = tape.gradients({scalar_of(f(in))}, sources);
    for (size_t k = 0; k < places.size(); ++k)
      if (!found[k].defined()) found[k] = zeros_like(in[places[k]]);
    return found;
  }
};

TEST_P(OpModes, CompiledProgramsGiveWhatEagerCallsGive) {
  each_call([](const GoldenCall& call) {
    const TracedFunction compiled([&](const Tensors& in) { return call.run(in); });
    const Tensors expected = call.run(call.arrays);
    expect_same(compiled(call.arrays), expected, "compiled");

    const std::vector<size_t> places = differentiable(call);
    if (places.empty()) return;
    const auto run = [&](const Tensors& in) { return call.run(in); };
    const Tensors slopes = gradients(run, call.arrays, places);
    const TracedFunction inside([&](const Tensors& in) { return gradients(run, in, places); });
    expect_same(inside(call.arrays), slopes, "the gradient of a program");
    expect_same(gradients(compiled, call.arrays, places), slopes, "the gradient through a call");
  });
}

TEST_P(OpModes, LazyGraphsGiveWhatEagerCallsGive) {
  each_call([](const GoldenCall& call) {
    const std::vector<size_t> places = differentiable(call);
    const auto run = [&](const Tensors& in) { return call.run(in); };
    Graph graph;
    Tensors fetches;
    Feeds feeds;
    {
      const auto scope = graph.as_default();
      Tensors in;
      for (const Tensor& array : call.arrays) {
        in.push_back(placeholder(array.dtype(), {.shape = array.shape()}));
        feeds.emplace_back(in.back(), array);
      }
      fetches = call.run(in);
      if (!places.empty()) {
        const Tensors slopes = gradients(run, in, places);
        fetches.insert(fetches.end(), slopes.begin(), slopes.end());
      }
    }
    Tensors expected = call.run(call.arrays);
    if (!places.empty()) {
      const Tensors slopes = gradients(run, call.arrays, places);
      expected.insert(expected.end(), slopes.begin(), slopes.end());
    }
    Session session(graph);
    expect_same(session.run(fetches, feeds), expected, "lazy");
  });
}

TEST_P(OpModes, GradientsOfBothOrdersAreThoseOfDifferences) {
  each_call([](const GoldenCall& call) {
    const std::vector<size_t> places = differentiable(call);
    if (places.empty() || kNotSmooth.contains(call.op->name)) return;
    Tensors wide = call.arrays;
    for (Tensor& array : wide)
      if (is_floating(array.dtype())) array = ops::cast(array, DType::f64);
    for (const size_t i : places) {  // away from ties, and from 0
      const Tensor x = wide[i] * (1 + 1e-3 * arbitrary(wide[i].shape(), DType::f64, 3));
      wide[i] = ops::where(ops::abs(x) < 0.01, ops::where(x < 0, -0.01, 0.01), x);
    }
    bool exact = true;
    const TensorFunction f = [&](const Tensors& moved) {
      Tensors in = wide;
      for (size_t k = 0; k < places.size(); ++k) in[places[k]] = moved[k];
      const Tensors results = call.run(in);
      for (const Tensor& result : results)
        exact &= !is_floating(result.dtype()) || result.dtype() == DType::f64;
      return scalar_of(results);
    };
    Tensors at;
    for (const size_t i : places) at.push_back(wide[i]);
    // Its result may have a dtype of its own, too coarse for differences, or no finite value.
    if (!std::isfinite(f(at).item<double>()) || !exact) return;
    EXPECT_LT(gradient_error(f, at), 1e-5);
    EXPECT_LT(hessian_error(f, at), 1e-4);
  });
}

INSTANTIATE_TEST_SUITE_P(Groups, OpModes, testing::ValuesIn(golden_groups()),
                         [](const auto& group) { return group.param; });

}  // namespace
}  // namespace cornu
