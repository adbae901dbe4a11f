#include "tests/support/pending.h"

#include <gtest/gtest.h>

#include "framework/nn/catalog.h"
#include "framework/ops/public.h"

namespace cornu {
namespace {

TEST(Pending, NamesNothingThatExists) {
  for (const ClassDef* def : all_classes()) EXPECT_FALSE(is_pending(def->name)) << def->name;
  for (const PublicOp& op : public_ops()) EXPECT_FALSE(is_pending(op.class_name)) << op.class_name;
}

TEST(Pending, IsOnlyWhatIsListed) {
  EXPECT_EQ(pending_class(ConfigError("unknown layer class \"Nonsense\".")), "");
  EXPECT_EQ(pending_class(ConfigError("a weight is missing")), "");
}

}  // namespace
}  // namespace cornu
