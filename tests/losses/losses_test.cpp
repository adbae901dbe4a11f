#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/nn/catalog.h"
#include "framework/nn/loss.h"
#include "framework/ops/losses.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "layers/layers.h"
#include "losses/categorical_crossentropy.h"
#include "losses/categorical_generalized_cross_entropy.h"
#include "losses/huber.h"
#include "losses/mean_squared_error.h"
#include "losses/sparse_categorical_crossentropy.h"
#include "tests/support/error_of.h"
#include "tests/support/golden_objects.h"
#include "tests/support/gradient_check.h"
#include "tests/support/json_tensor.h"
#include "tests/support/warnings.h"

namespace cornu {
namespace {

LossRef make(const Json& row, std::string_view reduction) {
  Json object = Json::object();
  object.set("class_name", row["class_name"]);
  Json config = row["config"];
  config.set("reduction", reduction);
  object.set("config", config);
  return Handle<LossBase>::cast(deserialize(LossBase::kKind, object));
}

void expect_close(const Tensor& got, const Json& expected) {
  const auto values = got.to_vector<double>();
  const auto wanted = tensor_from_json(expected).to_vector<double>();
  ASSERT_EQ(values.size(), wanted.size());
  for (size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], wanted[i], 3e-6 * std::max(1.0, std::abs(wanted[i])));
}

/// Every reduction of a row's loss, with and without weights.
void run_loss_case(const Json& row) {
  const Tensor y_true = tensor_from_json(row["y_true"]);
  Tensor y_pred = tensor_from_json(row["y_pred"]), weight;
  if (const Json* mask = row.find("mask"))
    y_pred = y_pred.with_mask(ops::cast(tensor_from_json(*mask), DType::boolean));
  if (const Json* weights = row.find("sample_weight")) weight = tensor_from_json(*weights);
  for (const std::string_view reduction : EnumNames<Reduction>::names) {
    SCOPED_TRACE(concat(row["class_name"].as_string(), row["config"].dump(), reduction));
    const LossRef loss = make(row, reduction);
    expect_close(loss(y_true, y_pred), row[reduction]);
    if (weight.defined())
      expect_close(loss(y_true, y_pred, weight), row[concat("weighted_", reduction)]);
  }
}

TEST(Losses, EqualKeras) {
  const Json rows = golden_objects("losses");
  for (const Json& row : rows.as_array()) run_loss_case(row);
  EXPECT_EQ(unseen_arguments(LossBase::kKind, rows, {"name", "reduction"}),
            std::vector<std::string>());
}

TEST(Losses, LeaveMaskedPlacesOut) {
  const Json rows = golden_objects("masked_losses");
  for (const Json& row : rows.as_array()) run_loss_case(row);
}

/// Every class in float64, where a row of the fixtures has it so.
TEST(Losses, HaveTrueGradients) {
  const Json rows = golden_objects("losses");
  for (const Json& row : rows.as_array()) {
    const Json* dtype = row["config"].find("dtype");
    if (!dtype || row["class_name"].as_string() == "Circle") continue;
    SCOPED_TRACE(concat(row["class_name"].as_string(), row["y_pred"].dump()));
    const LossRef loss = make(row, "sum");
    const Tensor y_true = tensor_from_json(row["y_true"]);
    const Tensor y_pred = ops::cast(tensor_from_json(row["y_pred"]), DType::f64);
    const double error =
        gradient_error([&](const Tensors& x) { return loss(y_true, x[0]); }, {y_pred}, 1e-6);
    EXPECT_LT(error, 1e-6);
  }
}

TEST(Losses, HaveFiniteGradientsAtTheEdge) {
  const auto gradient = [](const LossRef& loss, const Tensor& y_true, const Tensor& y_pred) {
    GradientTape tape;
    tape.watch(y_pred);
    return tape.gradient(loss(y_true, y_pred), y_pred).to_vector<float>();
  };
  const Tensor none = zeros({2, 3});
  for (const float each : gradient("cosine_similarity", ones({2, 3}), none))
    EXPECT_TRUE(std::isfinite(each));
  // No pair alike, or none apart.
  for (const Tensor& labels : {constant({0, 1}), constant({1, 1})})
    for (const float each : gradient("circle", labels, constant({{1.f, 0.f}, {0.6f, 0.8f}})))
      EXPECT_EQ(each, 0);
  for (const float each : gradient("kl_divergence", none, none)) EXPECT_TRUE(std::isfinite(each));
  for (const float each : gradient("binary_focal_crossentropy", none, none))
    EXPECT_TRUE(std::isfinite(each));
}

TEST(Losses, TakeClassesAlongAnyAxis) {
  const Tensor labels = constant({{0, 2}, {1, 1}});
  const Tensor p = ops::softmax(arbitrary({2, 2, 3}, DType::f32)) * 1.0;
  const Tensor moved = ops::transpose(p, {.axes = std::vector<int64_t>{0, 2, 1}});
  EXPECT_FLOAT_EQ(losses::SparseCategoricalCrossentropy({.axis = 1})(labels, moved).item<float>(),
                  losses::SparseCategoricalCrossentropy()(labels, p).item<float>());
}

TEST(Losses, AnswerToKerasNames) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> names = {
      {"BinaryCrossentropy", {"bce", "BCE", "binary_crossentropy"}},
      {"KLDivergence", {"kld", "KLD", "kl_divergence"}},
      {"MeanAbsoluteError", {"mae", "MAE", "mean_absolute_error"}},
      {"MeanAbsolutePercentageError", {"mape", "MAPE", "mean_absolute_percentage_error"}},
      {"MeanSquaredError", {"mse", "MSE", "mean_squared_error"}},
      {"MeanSquaredLogarithmicError", {"msle", "MSLE", "mean_squared_logarithmic_error"}},
      {"LogCosh", {"log_cosh"}},
      {"CategoricalHinge", {"categorical_hinge"}},
      {"BinaryFocalCrossentropy", {"binary_focal_crossentropy"}},
      {"CosineSimilarity", {"cosine_similarity"}}};
  for (const auto& [class_name, spellings] : names)
    for (const std::string& spelling : spellings)
      EXPECT_EQ(LossRef(spelling)->class_name(), class_name) << spelling;
}

TEST(Losses, RefuseWhatTheyCannotDo) {
  EXPECT_EQ(error_of([] { losses::CategoricalGeneralizedCrossEntropy({.q = 1}); }),
            "ValueError: CategoricalGeneralizedCrossEntropy: q must be in (0, 1), not 1.0.");
  EXPECT_EQ(error_of([] {
              LossRef("circle")(constant({0, 1}), ones({2, 3, 4}));
            }),
            "ShapeError: circle: y_pred must be embeddings [batch, n], not f32[2,3,4].");
  EXPECT_EQ(error_of([] {
              LossRef("circle")(constant({0, 1, 2}), ones({2, 3}));
            }),
            "ShapeError: circle: y_true must be a label for each of the 2 samples, not i32[3].");
  EXPECT_EQ(error_of([] { losses::Huber({.reduction = "average"}); }),
            "ValueError: unknown choice \"average\". Known: \"sum_over_batch_size\", \"sum\", "
            "\"mean\", \"mean_with_sample_weight\", \"none\".");
}

TEST(Losses, WarnWhereThereIsOneClass) {
  const Warnings warnings;
  LossRef("categorical_crossentropy")(ones({2, 1}), ones({2, 1}));
  EXPECT_EQ(warnings.text(),
            "categorical_crossentropy: y_pred is f32[2,1], and of one class nothing is to learn.\n"
            "  hint: binary_crossentropy is for two classes.\n");
}

TEST(Losses, NeverBroadcastARowAgainstAColumn) {
  const Tensor y_true = constant({1.f, 2.f, 3.f}), y_pred = constant({{1.f}, {2.f}, {5.f}});
  EXPECT_FLOAT_EQ(LossRef("mse")(y_true, y_pred).item<float>(), 4.f / 3);
}

/// The loss of what `activation` makes of these logits: run at once, and compiled.
std::pair<float, float> losses_of(const LossRef& loss, const Tensor& y_true, const Tensor& logits,
                                  const std::function<Tensor(const Tensor&)>& activation) {
  const Function compiled([&](Tensor labels, Tensor x) { return loss(labels, activation(x)); });
  return {loss(y_true, activation(logits)).item<float>(), compiled(y_true, logits).item<float>()};
}

TEST(Losses, AreComputedFromTheLogitsOfAnActivation) {
  const Tensor logits = constant({{60.f, 0.f}}), label = constant({1});
  const LossRef sparse = losses::SparseCategoricalCrossentropy();
  const auto expect = [&](const LossRef& loss, const Tensor& y_true, const Tensor& x, double value,
                          const std::function<Tensor(const Tensor&)>& activation) {
    const auto [eager, traced] = losses_of(loss, y_true, x, activation);
    EXPECT_NEAR(eager, value, 1e-3);
    EXPECT_NEAR(traced, value, 1e-3);
  };
  const auto softmax = [](const Tensor& x) { return ops::softmax(x); };
  expect(sparse, label, logits, 60, softmax);
  expect("categorical_crossentropy", constant({{0.f, 1.f}}), logits, 60, softmax);
  expect(sparse, label, logits, 60, [](const Tensor& x) { return Activation("softmax")(x); });
  expect(sparse, label, logits, 60, [](const Tensor& x) { return layers::Softmax()(x); });
  expect(sparse, label, logits, 60,
         [](const Tensor& x) { return layers::Activation("softmax")(x); });
  const LossRef binary = "binary_crossentropy";
  expect(binary, constant({{1.f}}), constant({{-40.f}}), 40,
         [](const Tensor& x) { return ops::sigmoid(x); });
  // As in Keras, any activation's logits serve any cross entropy.
  expect(binary, constant({{0.f, 1.f}}), constant({{-40.f, -40.f}}), 20, softmax);
  // Between another op and the loss they are forgotten, even where the op changes nothing.
  expect(sparse, label, logits, 16.118, [](const Tensor& x) { return ops::softmax(x) * 1.0; });
  expect(sparse, label, logits, 16.118, [](const Tensor& x) {
    return ops::reshape(ops::softmax(x), {.newshape = {1, 2}});
  });
  expect(sparse, label, logits, 16.118,
         [](const Tensor& x) { return layers::Flatten()(layers::Softmax()(x)); });
  expect(sparse, label, logits, 60, [](const Tensor& x) {
    return layers::Dropout(0.5)(ops::softmax(x));  // inference: the very same tensor
  });
}

TEST(Losses, HaveGradients) {
  const Tensor x = constant({{1.f, 2.f, 0.5f}, {0.f, -1.f, 2.f}});
  GradientTape tape;
  tape.watch(x);
  const Tensor loss =
      losses::SparseCategoricalCrossentropy({.from_logits = true})(constant({1, 2}), x);
  const auto dx = tape.gradient(loss, x).to_vector<double>();
  const auto p = ops::softmax(x).to_vector<double>();
  const std::vector<double> hot = {0, 1, 0, 0, 0, 1};
  for (size_t i = 0; i < 6; ++i) EXPECT_NEAR(dx[i], (p[i] - hot[i]) / 2, 1e-6);
}

TEST(Losses, RefuseLabelsThatAreNoClass) {
  const LossRef loss = losses::SparseCategoricalCrossentropy();
  const Tensor y_pred = constant({{0.5f, 0.5f}, {0.5f, 0.5f}});
  EXPECT_EQ(error_of([&] {
              loss(constant({0, 2}), y_pred).item<float>();
            }),
            "ValueError: softmax_cross_entropy: the label 2 of row 1 is no class.\n  hint: labels "
            "must be from 0 to 1.");
  EXPECT_EQ(error_of([&] {
              loss(constant({0, 1, 1}), y_pred);
            }),
            "ShapeError: softmax_cross_entropy: shapes do not fit: logits is f32[2,2], labels is "
            "i32[3].\n  hint: labels must be [2], one class index for each row of logits.");
  EXPECT_EQ(error_of([&] {
              LossRef("categorical_crossentropy")(ones({2, 3}), y_pred);
            }),
            "ShapeError: categorical_crossentropy: shapes differ: y_true is f32[2,3], y_pred is "
            "f32[2,2].");
}

TEST(Losses, OfNoSamplesAreZero) {
  EXPECT_EQ(LossRef("mse")(zeros({0, 2}), zeros({0, 2})).item<float>(), 0);
}

TEST(Losses, GoToFilesAndBack) {
  const LossRef huber = losses::Huber({.delta = 2, .reduction = "sum"});
  const Json file = serialize(huber.get());
  EXPECT_EQ(file["config"].dump(),
            R"({"delta": 2.0, "reduction": "sum", "name": "huber_loss", "dtype": null})");
  EXPECT_EQ(Handle<LossBase>::cast(deserialize(LossBase::kKind, file))->get_config(),
            huber->get_config());
  EXPECT_EQ(LossRef("ce")->class_name(), "CategoricalCrossentropy");
  EXPECT_EQ(error_of([] { LossRef("hubert"); }),
            "ValueError: unknown loss \"hubert\". Did you mean \"huber\"?");
}

TEST(Losses, MayBeFunctions) {
  const LossRef loss = losses::custom("half", [](Tensor y_true, Tensor y_pred) {
    return losses::mean_absolute_error(y_true, y_pred) * 0.5;
  });
  EXPECT_EQ(loss->name(), "half");
  EXPECT_FLOAT_EQ(loss(constant({{1.f, 2.f}}), constant({{2.f, 4.f}})).item<float>(), 0.75f);
}

}  // namespace
}  // namespace cornu
