#include <gtest/gtest.h>

#include <set>

#include "framework/autodiff/transforms.h"
#include "framework/ops/functions.h"
#include "framework/ops/ops.h"
#include "framework/ops/public.h"
#include "framework/trace/custom_gradient.h"
#include "tests/support/golden_ops.h"

namespace cornu {
namespace {

// What a row of functions.def names is there.
namespace listed {
#define FUNCTION(function, keras_name, module, arguments, doc) using cornu::function;
#define REFUSED_FUNCTION(keras_name, module, why)
#include "framework/ops/functions.def"
#undef FUNCTION
#undef REFUSED_FUNCTION
}  // namespace listed

TEST(Surface, EveryFunctionOfKerasIsThereOrRefusedByName) {
  std::set<std::string> known;
  for (const PublicOp& op : public_ops()) {
    std::string name(op.name);
    if (const size_t colons = name.find("::"); colons != name.npos) name.replace(colons, 2, ".");
    known.insert(name);
  }
  for (const OpFunction& function : op_functions())
    known.insert(concat(function.module == "random" ? "random." : "", function.keras_name));
  std::set<std::string> missing;
  const Json surface = golden_ops("surface");
  for (const Json& name : surface.as_array())
    if (!known.contains(name.as_string())) missing.insert(name.as_string());
  EXPECT_EQ(missing, std::set<std::string>());
}

}  // namespace
}  // namespace cornu
