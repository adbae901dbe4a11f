#include "framework/base/config_value.h"

#include <gtest/gtest.h>

#include "framework/base/error.h"

namespace cornu {
namespace {

struct ReduceAttrs {
  std::vector<int64_t> axes = {};
  bool keepdims = false;
  double scale = 1;
  std::string mode = "sum";
  static void fields(auto& field, auto& config) {
    field("axes", config.axes, "Axes.");
    field("keepdims", config.keepdims, "Keeps them.");
    field("scale", config.scale, "Factor.");
    field("mode", config.mode, "Mode.");
  }
};

/// Counts its copies and lives.
struct Counted {
  static inline int alive = 0;
  int64_t value = 0;
  Counted() { ++alive; }
  Counted(const Counted& other) : value(other.value) { ++alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --alive; }
  static void fields(auto& field, auto& config) { field("value", config.value, "A value."); }
};

ConfigValue read(std::string_view text) {
  return ConfigValue::from_text(config_type<ReduceAttrs>(), text, {.owner = "sum"});
}

std::string error_of(std::string_view text) {
  try {
    (void)read(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ConfigValue, WritesAndReadsText) {
  const ConfigValue value = ReduceAttrs{.axes = {0, -1}, .keepdims = true, .scale = 0.1};
  EXPECT_EQ(value.text(), "axes=[0, -1], keepdims=true, scale=0.1");
  EXPECT_EQ(read(value.text()), value);
  EXPECT_EQ(ConfigValue(ReduceAttrs{}).text(), "");
  EXPECT_EQ(read(""), ConfigValue(ReduceAttrs{}));
  for (const char* mode :
       {"mean", "true", "a, b=\"c\"]", "", "two words", "@loop.body", "\n", "1"}) {
    const ConfigValue other = ReduceAttrs{.mode = mode};
    EXPECT_EQ(read(other.text()), other) << other.text();
  }
  EXPECT_EQ(ConfigValue(ReduceAttrs{.mode = "mean"}).text(), "mode=mean");
  EXPECT_EQ(ConfigValue(ReduceAttrs{.mode = "true"}).text(), "mode=\"true\"");
}

TEST(ConfigValue, RefusesBrokenText) {
  EXPECT_EQ(error_of("axis=1"),
            "ConfigError: sum: unknown argument \"axis\". Did you mean \"axes\"?");
  EXPECT_EQ(error_of("keepdims"),
            "ConfigError: attributes: expected name=value, not \"keepdims\".");
  EXPECT_EQ(error_of("scale=1, scale=2"), "ConfigError: attributes: \"scale\" stands twice.");
  EXPECT_EQ(error_of("scale=x"),
            "ConfigError: sum: \"scale\" must be a number, not the string \"x\".");
  EXPECT_EQ(error_of("scale="),
            "ConfigError: wrong JSON syntax in value: unexpected end of input; expected '[', '{', "
            "or a literal.");
}

TEST(ConfigValue, SharesOneBlock) {
  {
    Counted counted;
    counted.value = 3;
    const ConfigValue value(counted);
    EXPECT_EQ(Counted::alive, 2);
    ConfigValue copy = value;
    EXPECT_EQ(Counted::alive, 2);
    EXPECT_EQ(&copy.as<Counted>(), &value.as<Counted>());
    copy = ConfigValue();
    EXPECT_TRUE(copy.is<NoFields>());
    EXPECT_EQ(value.as<Counted>().value, 3);
    EXPECT_NE(value, ConfigValue(config_type<Counted>()));
  }
  EXPECT_EQ(Counted::alive, 1);  // the defaults
}

TEST(ConfigValue, ComparesAndHashesByValue) {
  const ConfigValue a = ReduceAttrs{.axes = {1}}, b = ReduceAttrs{.axes = {1}};
  EXPECT_EQ(a, b);
  EXPECT_EQ(a.hash(), b.hash());
  EXPECT_NE(a, ConfigValue(ReduceAttrs{.axes = {2}}));
  EXPECT_NE(ConfigValue(ReduceAttrs{.scale = 0.0}), ConfigValue(ReduceAttrs{.scale = -0.0}));
  EXPECT_EQ(ConfigValue(ReduceAttrs{}), ConfigValue(config_type<ReduceAttrs>()));
  EXPECT_EQ(ConfigValue(), ConfigValue(NoFields{}));
  EXPECT_THROW((void)a.as<NoFields>(), InternalError);
}

}  // namespace
}  // namespace cornu
