#include "framework/nn/catalog.h"

#include <gtest/gtest.h>

#include "framework/base/error.h"
#include "framework/nn/loss.h"
#include "layers/initializers/initializers.h"

namespace cornu {
namespace {

template <class E, class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const E& error) {
    return error.what();
  }
  return "nothing was thrown";
}

struct HolderConfig {
  Initializer first = "glorot_uniform";
  Initializer second = {};
  static void fields(auto& field, auto& config) {
    field("first", config.first, "An initializer.");
    field("second", config.second, "Another.");
  }
};

struct ThreesConfig {
  int64_t times = 1;
  static void fields(auto& field, auto& config) { field("times", config.times, "Factor."); }
};
class Threes : public InitializerWith<ThreesConfig> {
 public:
  using Configured::Configured;
  Tensor call(const Shape&, DType) const override { return {}; }
};

TEST(Catalog, FindsClassesByEveryName) {
  EXPECT_EQ(class_named(InitializerBase::kKind, "HeNormal").name, "HeNormal");
  EXPECT_EQ(class_named(InitializerBase::kKind, "he_normal").name, "HeNormal");
  EXPECT_EQ(class_named(InitializerBase::kKind, "uniform").name, "RandomUniform");
  const ObjectKind& kind = InitializerBase::kKind;
  EXPECT_EQ(find_class(kind, "keras.initializers", "Zeros")->name, "Zeros");
  EXPECT_EQ(find_class(kind, "", "Zeros")->name, "Zeros");
  EXPECT_EQ(find_class(kind, "keras.layers", "Zeros"), nullptr);
}

TEST(Catalog, AnEmptyNameMeansNoClass) {
  const std::string message = message_of<ValueError>([] { class_named(LossBase::kKind, ""); });
  EXPECT_EQ(message.substr(0, 40), "ValueError: unknown loss \"\". Known: \"bin");
}

TEST(Catalog, SuggestsNames) {
  EXPECT_EQ(message_of<ValueError>([] { class_named(InitializerBase::kKind, "he_norml"); }),
            "ValueError: unknown initializer \"he_norml\". Did you mean \"he_normal\"?");
}

TEST(Catalog, HandlesTakeNamesOptionsAndObjects) {
  const Initializer by_name = "he_normal", none;
  const Initializer by_options = initializers::HeNormalOptions{.seed = 3};
  const Initializer by_object = initializers::HeNormal({.seed = 3});
  EXPECT_EQ(by_name->class_name(), "HeNormal");
  EXPECT_EQ(by_name.spelling(), "he_normal");
  EXPECT_FALSE(none);
  using Traits = FieldTraits<Initializer>;
  EXPECT_TRUE(Traits::equal(by_options, by_object));
  EXPECT_FALSE(Traits::equal(by_name, by_object));
  EXPECT_EQ(Traits::hash(by_options), Traits::hash(by_object));
}

TEST(Catalog, ObjectsInConfigurationsGoRoundThroughJson) {
  const HolderConfig config{.first =
                                initializers::VarianceScaling({.scale = 2, .mode = "fan_out"})};
  const std::string text = to_json(config).dump();
  EXPECT_EQ(text,
            R"({"first": {"module": "keras.initializers", "class_name": "VarianceScaling", )"
            R"("config": {"scale": 2.0, "mode": "fan_out", "distribution": "truncated_normal", )"
            R"("seed": null, "input_axes": null, "output_axes": null}, "registered_name": null}, )"
            R"("second": null})");
  const HolderConfig again = from_json<HolderConfig>(parse_json(text, ""));
  EXPECT_EQ(to_json(again).dump(), text);
}

TEST(Catalog, ReadsNamesAndMissingModules) {
  const auto config = from_json<HolderConfig>(
      parse_json(R"({"first": "zeros", "second": {"class_name": "Ones", "config": {}}})", ""));
  EXPECT_EQ(config.first->class_name(), "Zeros");
  EXPECT_EQ(config.second->class_name(), "Ones");
}

TEST(Catalog, ErrorsNameThePlace) {
  const auto error_of = [](std::string_view text) {
    return message_of<ConfigError>([&] { from_json<HolderConfig>(parse_json(text, "run.json")); });
  };
  EXPECT_EQ(error_of(R"({"first": {"class_name": "Zeroes", "config": {}}})"),
            "ConfigError: unknown initializer class \"Zeroes\". Did you mean \"Zeros\"?\n"
            "  at run.json:1:26 (/first/class_name)");
  EXPECT_EQ(error_of(R"({"first": "zeroes"})"),
            "ConfigError: unknown initializer \"zeroes\". Did you mean \"zeros\"?\n"
            "  at run.json:1:11 (/first)");
  EXPECT_EQ(error_of(R"({"first": {"class_name": "HeNormal", "config": {"sed": 1}}})"),
            "ConfigError: HeNormal: unknown argument \"sed\". Did you mean \"seed\"?\n"
            "  at run.json:1:56 (/first/config/sed)");
  EXPECT_EQ(error_of(R"({"first": 3})"),
            "ConfigError: \"first\" must be an initializer: its name, or an object with "
            "\"class_name\", not 3.\n  at run.json:1:11 (/first)");
}

TEST(Catalog, UsersClassesMustBeRegisteredToBeWritten) {
  const HolderConfig config{.first = std::make_shared<Threes>(ThreesConfig{4})};
  EXPECT_EQ(message_of<ValueError>([&] { to_json(config); }),
            "ValueError: the class Threes cannot be written to a file: it has no name there.\n"
            "  hint: register it, as in register_layer<Threes>(\"my>Threes\").");
  register_class(class_def<Threes>("Threes", "Threes."), "my>Threes");
  const std::string text = to_json(config).dump();
  EXPECT_NE(text.find(R"("registered_name": "my>Threes")"), std::string::npos) << text;
  const auto again = from_json<HolderConfig>(parse_json(text, ""));
  EXPECT_EQ(again.first.as<Threes>().config().times, 4);
}

}  // namespace
}  // namespace cornu
