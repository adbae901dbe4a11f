#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "framework/autodiff/tape.h"
#include "framework/base/error.h"
#include "framework/data/npz.h"
#include "framework/model/model.h"
#include "framework/model/trainer.h"
#include "framework/ops/creation.h"
#include "framework/trace/function.h"

/// Models that real Keras wrote: the same outputs from the same weights, the same configuration
/// back, the same summary.
namespace cornu {
namespace {

const std::string kGolden = std::string(CORNU_SOURCE_DIR) + "/tests/golden/";

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Json config_of(const std::string& path) {
  const Bytes bytes = ZipReader::open(path).read("config.json", 1 << 24);
  return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path);
}

Tensor tensor_of(const NpzReader& npz, const std::string& name) {
  const FileArray array = npz.read(name);
  return from_buffer(array.bytes.data(), Shape(array.shape), array.dtype);
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kGolden + "models"))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

void expect_close(const Tensor& made, const Tensor& expected, double tolerance,
                  const std::string& what) {
  ASSERT_EQ(made.shape(), expected.shape()) << what;
  const auto a = made.to_vector<double>(), b = expected.to_vector<double>();
  double largest = 0, difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(b[i]));
    difference = std::max(difference, std::abs(a[i] - b[i]));
  }
  EXPECT_LE(difference, tolerance * largest) << what;
}

/// One fixture: what Keras made of a model, and the model.
class GoldenModel : public testing::TestWithParam<std::string> {
 protected:
  GoldenModel()
      : folder_(kGolden + "models/" + GetParam()),
        facts_(parse_json(read_text(folder_ + "/case.json"), folder_)),
        npz_(NpzReader::open(folder_ + "/case.npz")) {}

  /// With the fixture's weights, compiled as it was.
  Model load() const {
    const Json config = config_of(folder_ + "/model.keras");
    Model model = read_model(config);
    Tensors weights;
    for (size_t i = 0; i < facts_["weights"].size(); ++i)
      weights.push_back(tensor_of(npz_, concat("weight_", i)));
    model.set_weights(weights);
    model.compile(compile_options_from_json(config["compile_config"]));
    return model;
  }
  double tolerance(std::string_view of) const { return facts_["tolerance"][of].as_double(); }

  /// The arrays of inputs or outputs, under the model's keys where it has some.
  TensorStruct arrays(const std::string& prefix, const std::string& which) const {
    const Json& names = facts_[which + "s"];
    Tensors list;
    for (const Json& name : names.as_array())
      list.push_back(tensor_of(npz_, prefix + name.as_string()));
    if (const Json* keys = facts_.find(which + "_keys")) {
      std::vector<NamedTensor> named;
      for (size_t i = 0; i < list.size(); ++i) named.emplace_back((*keys)[i].as_string(), list[i]);
      return TensorStruct(std::move(named));
    }
    return list.size() == 1 ? TensorStruct(list[0]) : TensorStruct(list);
  }

  void expect_outputs(const TensorStruct& made) const {
    ASSERT_EQ(made.size(), facts_["outputs"].size());
    const TensorStruct expected = arrays("out_", "output");
    for (size_t i = 0; i < made.size(); ++i)
      expect_close(made.flat()[i], expected.flat()[i], tolerance("outputs"), concat("output ", i));
  }

  /// The loss of a batch and its gradients, as Model.train_step computes them.
  void expect_training(bool eagerly) const {
    const Model model = load();
    // Keras was asked for predictions first: what is stateful starts from there.
    expect_outputs(model.base().invoke(arrays("x_", "input"), CallOptions()));
    const TensorStruct x = arrays("x_", "input"), y = arrays("y_", "output");
    const Variables trainable = model.trainable_variables();
    const auto x_count = static_cast<std::ptrdiff_t>(x.size());
    const auto step = [&](const Tensors& in) {
      const StepInputs batch{
          x.with({in.begin(), in.begin() + x_count}), y.with({in.begin() + x_count, in.end()}), {}};
      GradientTape tape;
      Tensors added;
      const TensorStruct outputs =
          model.base().invoke(batch.x, CallContext(facts_["training"].as_bool(), &added));
      const Tensor loss = model.trainer().compute_loss(outputs, batch, added);
      Tensors made = tape.gradient(loss, trainable);
      for (size_t i = 0; i < made.size(); ++i)
        if (!made[i].defined()) made[i] = zeros(trainable[i].shape(), trainable[i].dtype());
      made.push_back(loss);
      return made;
    };
    Tensors flat = x.flat();
    flat.insert(flat.end(), y.flat().begin(), y.flat().end());
    const Tensors made = eagerly ? step(flat) : TracedFunction(step)(flat);

    const double loss = facts_["loss"].as_double();
    EXPECT_NEAR(made.back().item<double>(), loss, tolerance("loss") * std::abs(loss));
    ASSERT_EQ(trainable.size(), facts_["trainable"].size());
    for (size_t i = 0; i < trainable.size(); ++i)
      expect_close(made[i], tensor_of(npz_, concat("grad_", i)), tolerance("gradients"),
                   "the gradient of " + trainable[i].path());
    const Variables weights = model.weights();
    for (const Json& moved : facts_["moved"].as_array()) {
      const auto i = static_cast<size_t>(moved.as_int());
      expect_close(weights[i].value(), tensor_of(npz_, concat("after_", i)), tolerance("after"),
                   "after a step " + weights[i].path());
    }
  }

 private:
  std::string folder_;
  Json facts_;
  NpzReader npz_;
};

TEST_P(GoldenModel, PredictsWhatKerasDoes) {
  expect_outputs(load().base().invoke(arrays("x_", "input"), CallOptions()));
}

TEST_P(GoldenModel, ConfigurationComesBack) {
  const std::string text = load().to_json();
  EXPECT_EQ(read_model(parse_json(text, "again")).to_json(), text);
}

TEST_P(GoldenModel, HasKerasLossAndGradients) { expect_training(true); }

TEST_P(GoldenModel, HasKerasLossAndGradientsCompiled) { expect_training(false); }

INSTANTIATE_TEST_SUITE_P(Keras, GoldenModel, testing::ValuesIn(case_names()),
                         [](const auto& info) { return info.param; });

/// The table, without the counts after it: they include the optimizer's variables.
std::string table_of(const std::string& summary) { return summary.substr(0, summary.find("┘")); }

TEST(GoldenSummary, PrintsWhatKerasDoes) {
  const Json index = parse_json(read_text(kGolden + "summaries/index.json"), "index.json");
  for (const Json& entry : index.as_array()) {
    const std::string name = entry["text"].as_string();
    SCOPED_TRACE(name);
    const Model model = read_model(config_of(kGolden + entry["model"].as_string()));
    setenv("COLUMNS", std::to_string(entry["columns"].as_int()).c_str(), 1);
    const auto options = from_json<SummaryOptions>(entry["arguments"]);
    EXPECT_EQ(table_of(model.summary(options)), table_of(read_text(kGolden + "summaries/" + name)));
  }
  unsetenv("COLUMNS");
}

}  // namespace
}  // namespace cornu
