#include "framework/model/sequential.h"

#include <gtest/gtest.h>

#include "framework/model/model.h"
#include "framework/nn/serialization.h"
#include "layers/dense.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// Counts its calls.
class Counted : public Layer<NoFields> {
 public:
  using Layer::Layer;
  void build(const Shape&) override {}
  Tensor call(const Tensor& x, const CallContext&) override {
    ++calls;
    return x;
  }
  static inline int calls = 0;
};

std::string chain(const std::string& layers) {
  return R"({"class_name": "Sequential", "config": {"layers": [
      {"class_name": "InputLayer", "config": {"batch_shape": [null, 4]}})" +
         layers + "]}}";
}

ObjectRef read(const std::string& text) {
  return deserialize(LayerBase::kKind, parse_json(text, "model.json"));
}

TEST(Sequential, CallsEachLayerOnceWhenItIsRead) {
  register_layer<Counted>("test>Counted");
  std::string layers;
  for (int i = 0; i < 100; ++i)
    layers +=
        R"(, {"class_name": "Counted", "registered_name": "test>Counted", "config": {"name": "c)" +
        std::to_string(i) + "\"}}";
  Counted::calls = 0;
  const auto model = std::dynamic_pointer_cast<SequentialBase>(read(chain(layers)));
  EXPECT_EQ(model->layers().size(), 100u);
  EXPECT_LE(Counted::calls, 200);  // for the outputs' shapes, and once more at most
}

TEST(Sequential, SaysWhichLayerDoesNotFit) {
  EXPECT_EQ(
      error_of([] {
        read(chain(R"(, {"class_name": "Reshape", "config": {"name": "r", "target_shape": [3]}})"));
      }),
      "ShapeError: target_shape [3] does not fit an input of f32[?,4].\n"
      "  hint: the number of elements of a sample must stay.\n"
      "  in layer \"r\" (Reshape)\n"
      "  at model.json:2:75 (/config/layers/1)");
}

TEST(Sequential, HasNoNullLayers) {
  EXPECT_EQ(error_of([] { read(chain(", null")); }),
            "ConfigError: Sequential: \"layers[1]\" must be a layer: an object, not null.\n  at "
            "model.json:2:75 (/config/layers/1)");
}

TEST(Sequential, NamesHaveNoSlash) {
  EXPECT_EQ(error_of([] { layers::Dense(1, {.name = "a/b"}); }),
            "ValueError: the name of a layer must not have a \"/\": \"a/b\".");
}

TEST(Functional, PointsAtTheLayerWrittenByHand) {
  const auto error = [](const std::string& inputs) {
    return error_of([&] {
      read(R"({"class_name": "Functional", "config": {"layers": [
  {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, 4]}},
  {"class_name": "Reshape", "config": {"name": "r", "target_shape": [3]}, "inputs": )" +
           inputs + R"(}], "input_layers": ["image"], "output_layers": ["r"]}})");
    });
  };
  EXPECT_EQ(error(R"(["image"])"),
            "ShapeError: target_shape [3] does not fit an input of f32[?,4].\n"
            "  hint: the number of elements of a sample must stay.\n"
            "  in layer \"r\" (Reshape)\n"
            "  at model.json:3:3 (/config/layers/1)");
  EXPECT_EQ(error(R"(["imag"])"),
            "ConfigError: there is no layer \"imag\". Did you mean \"image\"?\n"
            "  at model.json:3:3 (/config/layers/1)");
  EXPECT_EQ(error("[[]]"),
            "ConfigError: Functional: \"inputs[0]\" must be the name of a layer, not a list of 0.\n"
            "  at model.json:3:86 (/config/layers/1/inputs/0)");
  EXPECT_EQ(error("[]"),
            "ValueError: it is called without an input.\n"
            "  in layer \"r\" (Reshape)\n"
            "  at model.json:3:3 (/config/layers/1)");
}

}  // namespace
}  // namespace cornu
