#include "framework/base/fields.h"

#include <gtest/gtest.h>

#include "framework/base/config_value.h"
#include "framework/base/error.h"

namespace cornu {

enum class Padding { valid, same };
template <>
struct EnumNames<Padding> {
  static constexpr std::array<std::string_view, 2> names = {"valid", "same"};
};

namespace {

struct Inner {
  int64_t seed = 7;
  static void fields(auto& field, auto& config) { field("seed", config.seed, "A seed."); }
};

struct Everything {
  int64_t units = 3;
  bool use_bias = true;
  double rate = 0.5;
  std::string name = "x";
  Choice<Padding> padding = "valid";
  Padding other = Padding::same;
  std::optional<int64_t> axis = {};
  std::vector<double> scales = {1, 2};
  std::pair<int64_t, int64_t> size = {3, 4};
  std::map<std::string, double> weights = {{"a", 1}};
  Json extra = {};
  Inner inner = {};

  static void fields(auto& field, auto& config) {
    field("units", config.units, "Output features.");
    field("use_bias", config.use_bias, "Adds a bias.");
    field("rate", config.rate, "A rate.");
    field("name", config.name, "A name.");
    field("padding", config.padding, "The border.");
    field("other", config.other, "The border, too.");
    field("axis", config.axis, "An axis.");
    field("scales", config.scales, "Scales.");
    field("size", config.size, "A size.");
    field("weights", config.weights, "Weights.");
    field("extra", config.extra, "Anything.");
    field("inner", config.inner, "Nested.");
  }
};

constinit const ConfigType* const kTable[] = {&config_type<Everything>(), &config_type<Inner>()};

std::string error_of(const std::string& text, const ReadContext& context = {.owner = "Dense"}) {
  try {
    (void)from_json<Everything>(parse_json(text, "run.json"), context);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Fields, WriteEveryMemberInOrder) {
  EXPECT_EQ(to_json(Everything{}).dump(),
            "{\"units\": 3, \"use_bias\": true, \"rate\": 0.5, \"name\": \"x\", \"padding\": "
            "\"valid\", \"other\": \"same\", \"axis\": null, \"scales\": [1.0, 2.0], \"size\": [3, "
            "4], \"weights\": {\"a\": 1.0}, \"extra\": null, \"inner\": {\"seed\": 7}}");
}

TEST(Fields, ReadBackWhatTheyWrite) {
  Everything config{.units = 9, .padding = "same", .axis = -1, .inner = {.seed = 1}};
  config.extra = parse_json(R"({"k": [1]})", "x");
  const Everything again = from_json<Everything>(parse_json(to_json(config).dump(), "x"));
  EXPECT_TRUE(configs_equal(*kTable[0], &config, &again));
  EXPECT_EQ(hash_config(*kTable[0], &config), hash_config(*kTable[0], &again));
  EXPECT_EQ(again.padding, Padding::same);
  EXPECT_EQ(again.axis, -1);
  const Everything plain;
  EXPECT_FALSE(configs_equal(*kTable[0], &config, &plain));
  EXPECT_NE(hash_config(*kTable[0], &config), hash_config(*kTable[0], &plain));
}

TEST(Fields, KeepWhatTheJsonDoesNotName) {
  const auto config = from_json<Everything>(parse_json(R"({"rate": 2})", "x"));
  EXPECT_EQ(config.rate, 2.0);  // an integer is a number
  EXPECT_EQ(config.units, 3);
}

TEST(Fields, NameWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of("{\"units\": 1,\n \"use_bais\": true}"),
            "ConfigError: Dense: unknown argument \"use_bais\". Did you mean \"use_bias\"?\n"
            "  at run.json:2:14 (/use_bais)");
  EXPECT_EQ(error_of(R"({"units": 3.5})"),
            "ConfigError: Dense: \"units\" must be an integer, not 3.5.\n"
            "  at run.json:1:11 (/units)");
  EXPECT_EQ(error_of(R"({"units": 3.0})"),
            "ConfigError: Dense: \"units\" must be an integer, not 3.0.\n"
            "  at run.json:1:11 (/units)");
  EXPECT_EQ(error_of(R"({"units": "ten"})"),
            "ConfigError: Dense: \"units\" must be an integer, not the string \"ten\".\n"
            "  at run.json:1:11 (/units)");
  EXPECT_EQ(error_of(R"({"rate": null})"),
            "ConfigError: Dense: \"rate\" must be a number, not null.\n"
            "  at run.json:1:10 (/rate)");
  EXPECT_EQ(error_of(R"({"use_bias": 1})"),
            "ConfigError: Dense: \"use_bias\" must be true or false, not 1.\n"
            "  at run.json:1:14 (/use_bias)");
  EXPECT_EQ(error_of(R"({"padding": "sane"})"),
            "ConfigError: Dense: \"padding\" must be one of \"valid\", \"same\", not the string "
            "\"sane\".\n  at run.json:1:13 (/padding)");
  EXPECT_EQ(error_of(R"({"scales": [1, "2"]})"),
            "ConfigError: Dense: \"scales[1]\" must be a number, not the string \"2\".\n"
            "  at run.json:1:16 (/scales/1)");
  EXPECT_EQ(error_of(R"({"size": [1, 2, 3]})"),
            "ConfigError: Dense: \"size\" must be a list of 2, not a list of 3.\n"
            "  at run.json:1:10 (/size)");
  EXPECT_EQ(error_of("[]"),
            "ConfigError: Dense: the value must be an object, not a list of 0.\n"
            "  at run.json:1:1");
  EXPECT_EQ(error_of(R"({"inner": {"sead": 1}})"),
            "ConfigError: Dense: unknown argument \"sead\". Did you mean \"seed\"?\n"
            "  at run.json:1:20 (/inner/sead)");
}

TEST(Fields, NameTheFieldWhereNoFileIs) {
  try {
    (void)from_json<Everything>(Json::object().set("scales", Json::Array{Json("a")}));
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(),
                 "ConfigError: \"scales[0]\" must be a number, not the string \"a\".");
  }
}

TEST(Fields, LetTheCallerReadItsOwnKeys) {
  const std::string_view known[] = {"trainable"};
  EXPECT_EQ(error_of(R"({"trainable": 1})", {.also_known = known}), "no error");
  EXPECT_EQ(error_of(R"({"inner": {"trainable": 1}})", {.also_known = known}),
            "ConfigError: unknown argument \"trainable\". Known: \"seed\".\n"
            "  at run.json:1:25 (/inner/trainable)");
  EXPECT_EQ(error_of(R"({"quantization": null})", {.ignore_unknown_nulls = true}), "no error");
  EXPECT_NE(error_of(R"({"quantization": 1})", {.ignore_unknown_nulls = true}), "no error");
}

TEST(Fields, DescribeThemselves) {
  const Json described = describe_config(config_type<Everything>());
  EXPECT_EQ(described[0].dump(),
            "{\"name\": \"units\", \"type\": \"integer\", \"default\": 3, \"doc\": \"Output "
            "features.\"}");
  EXPECT_EQ(described[4]["type"].as_string(), "one of \"valid\", \"same\"");
  EXPECT_EQ(described[6]["type"].as_string(), "integer or null");
  EXPECT_EQ(described[7]["type"].as_string(), "list of number");
  EXPECT_EQ(config_schema(config_type<Inner>()).dump(),
            "{\"type\": \"object\", \"properties\": {\"seed\": {\"type\": \"integer\", "
            "\"description\": \"A seed.\", \"default\": 7}}, \"additionalProperties\": false}");
}

TEST(Fields, GiveTypedMembers) {
  const Everything config{.units = 5};
  const auto fields = config_type<Everything>().fields();
  ASSERT_NE(fields[0].get<int64_t>(&config), nullptr);
  EXPECT_EQ(*fields[0].get<int64_t>(&config), 5);
  EXPECT_EQ(fields[0].get<double>(&config), nullptr);
  EXPECT_FALSE(fields[0].is_default(&config));
  EXPECT_TRUE(fields[1].is_default(&config));
}

TEST(Choice, RefusesUnknownSpellings) {
  try {
    Choice<Padding> padding = "smae";
    FAIL() << padding.text();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(), "ValueError: unknown choice \"smae\". Did you mean \"same\"?");
  }
}

}  // namespace
}  // namespace cornu
