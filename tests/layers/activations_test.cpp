#include <gtest/gtest.h>

#include "framework/base/file.h"
#include "framework/nn/activation.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "layers/layers.h"
#include "layers/regularizers/regularizers.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/json_tensor.h"

namespace cornu {
namespace {

Json golden(const std::string& name) {
  const Bytes bytes = read_file(concat(CORNU_SOURCE_DIR, "/tests/golden/objects/", name));
  return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, name);
}

void expect_close(const Tensor& got, const Tensor& wanted, const std::string& what) {
  ASSERT_EQ(got.shape(), wanted.shape()) << what;
  const auto a = got.to_vector<double>(), b = wanted.to_vector<double>();
  for (size_t i = 0; i < a.size(); ++i)
    EXPECT_NEAR(a[i], b[i], 2e-6 * std::max(1.0, std::abs(b[i]))) << what << " at " << i;
}

TEST(Activations, EqualKeras) {
  const Json file = golden("activations.json");
  const Tensor x = tensor_from_json(file["x"]);
  for (const JsonMember& each : file["results"].as_object()) {
    const Activation activation(each.key);
    const Tensor wanted = tensor_from_json(each.value);
    expect_close(activation(x), wanted, each.key);
    expect_close(Function([&](Tensor in) { return activation(in); })(x), wanted,
                 each.key + ", compiled");
  }
}

TEST(Activations, HaveGradients) {
  const Tensor x = arbitrary({3, 4}) * 2.5;
  for (const ActivationDef& def : activations())
    EXPECT_LT(gradient_error([&](const Tensors& in) { return def.function(in[0]); }, {x}), 1e-6)
        << def.name;
}

TEST(Activations, AreWrittenUnderTheirFirstName) {
  EXPECT_EQ(Activation("swish").name(), "silu");
  EXPECT_EQ(Activation("hard_swish").name(), "hard_silu");
  EXPECT_EQ(error_of([] { Activation(""); }).find("ValueError: unknown activation \"\"."), 0u);
}

TEST(Activations, TakeArgumentsAsOps) {
  const Tensor x = constant({-2.f, -0.25f, 0.25f, 3.f});
  const auto values = [](const Tensor& t) { return t.to_vector<float>(); };
  using Values = std::vector<float>;
  EXPECT_EQ(values(ops::leaky_relu(x, {.negative_slope = 0.5})), (Values{-1, -0.125, 0.25, 3}));
  EXPECT_EQ(values(ops::hard_shrink(x, {.threshold = 2.5})), (Values{0, 0, 0, 3}));
  EXPECT_EQ(values(ops::soft_shrink(x, {.threshold = 1})), (Values{-1, 0, 0, 2}));
  EXPECT_EQ(values(ops::threshold(x, {.threshold = 0, .default_value = 7})),
            (Values{7, 7, 0.25, 3}));
  EXPECT_EQ(values(ops::squareplus(x, {.b = 0})), (Values{0, 0, 0.25, 3}));
  EXPECT_EQ(error_of([] {
              ops::glu(ones({2, 3}));
            }),
            "ShapeError: glu: axis 1 of f32[2,3] cannot be halved: its size is odd.");
  const Tensor ties = constant({{1.f, 1.f, 0.f}, {5.f, 0.f, 0.f}});
  EXPECT_EQ(values(ops::sparsemax(ties)), (Values{0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(values(ops::sparsemax(ops::transpose(ties), {.axis = 0})), (Values{0, 1, 0, 0, 0, 0}));
}

TEST(Regularizers, EqualKeras) {
  const Json file = golden("regularizers.json");
  const Tensor weight = tensor_from_json(file["weight"]);
  for (const Json& entry : file["results"].as_array()) {
    const auto regularizer = Handle<RegularizerBase>::cast(deserialize(
        RegularizerBase::kKind,
        Json::object().set("class_name", entry["class_name"]).set("config", entry["config"])));
    EXPECT_NEAR(regularizer->call(weight).item<double>(), entry["result"].as_double(), 1e-6)
        << entry["class_name"].as_string();
  }
  EXPECT_EQ(error_of([] { regularizers::OrthogonalRegularizer()->call(ones({2})); }),
            "ShapeError: OrthogonalRegularizer: the weight must be a matrix, not f32[2].");
}

}  // namespace
}  // namespace cornu
