#include <gtest/gtest.h>

#include <set>

#include "framework/ops/ops.h"
#include "framework/ops/public.h"
#include "tests/support/golden_ops.h"

namespace cornu {
namespace {

/// What real Keras gave for the same calls, on ordinary and on special values.
class GoldenOps : public testing::TestWithParam<std::string> {};

TEST_P(GoldenOps, AreKerass) { EXPECT_EQ(expect_golden_ops(GetParam()), std::set<std::string>()); }
INSTANTIATE_TEST_SUITE_P(Groups, GoldenOps, testing::ValuesIn(golden_groups()),
                         [](const auto& group) { return group.param; });

/// A tensor of that dtype, or a number as `python int` stands for.
Operand operand_of(const std::string& name) {
  if (name == "python bool") return true;
  if (name == "python int") return 1;
  if (name == "python float") return 1.0;
  return cornu::ones({2}, dtype_from_name(name));
}

TEST(GoldenDTypes, PromotionIsKerass) {
  const Json golden = golden_ops("promotion");
  for (const auto& [left, row] : golden.as_object())
    for (const auto& [right, expected] : row.as_object()) {
      const Operand pair[] = {operand_of(left), operand_of(right)};
      if (pair[0].is_number() && pair[1].is_number()) continue;
      EXPECT_EQ(keras_name(result_type(pair)), expected.as_string()) << left << " and " << right;
    }
}

/// The dtype of the result; nothing where it refuses.
std::string dtype_of(const PublicOp& op, const Tensors& in) {
  try {
    const CallArguments call{{in.begin(), in.end()}, {}};
    return std::string(keras_name(op.call(op, call, ConfigValue(*op.config))[0].dtype()));
  } catch (const DTypeError&) {
    return "";
  }
}

TEST(GoldenDTypes, OfEveryElementwiseFunctionAreKerass) {
  const Json golden = golden_ops("elementwise_dtypes");
  const Json& dtypes = golden["dtypes"];
  std::vector<Tensor> ones;
  for (const Json& name : dtypes.as_array())
    ones.push_back(cornu::ones({2}, dtype_from_name(name.as_string())));
  const auto check = [](const PublicOp& op, const Tensors& args, const Json& expected,
                        const std::string& what) {
    if (expected.is_null()) return;  // what a backend of Keras lacks, Cornu may have
    EXPECT_EQ(dtype_of(op, args), expected.as_string()) << op.name << " of " << what;
  };
  for (const Json& table : golden["tables"].as_array())
    for (const Json& name : table["ops"].as_array()) {
      const PublicOp& op = public_op(name.as_string());
      for (size_t a = 0; a < ones.size(); ++a) {
        const Json& row = table["results"][a];
        if (!row.is_array()) {
          check(op, {ones[a]}, row, dtypes[a].as_string());
          continue;
        }
        for (size_t b = 0; b < ones.size(); ++b)
          check(op, {ones[a], ones[b]}, row[b],
                dtypes[a].as_string() + " and " + dtypes[b].as_string());
      }
    }
}

}  // namespace
}  // namespace cornu
