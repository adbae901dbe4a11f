#include "framework/saving/model_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "framework/base/error.h"
#include "framework/data/npz.h"
#include "framework/nn/input.h"
#include "framework/ops/creation.h"
#include "framework/runtime/process.h"
#include "layers/layers.h"
#include "tests/support/gradient_check.h"

/// `.keras` files both ways: what Keras wrote is loaded and predicts the same; what Cornu writes of
/// it comes back bit for bit, and is left for Keras to judge where CORNU_JUDGE_DIR names a folder.
namespace cornu {
namespace {

const std::string kModels = std::string(CORNU_SOURCE_DIR) + "/tests/golden/models/";

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Tensor tensor_of(const NpzReader& npz, const std::string& name) {
  const FileArray array = npz.read(name);
  return from_buffer(array.bytes.data(), Shape(array.shape), array.dtype);
}

void add(NpzWriter& npz, const std::string& name, const Tensor& value) {
  std::vector<std::byte> bytes(value.spec().bytes());
  value.copy_to(bytes.data());
  npz.add(name, value.dtype(), value.shape().to_vector(), bytes);
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kModels))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

std::string temporary(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / "cornu_model_file_test";
  std::filesystem::create_directories(folder);
  return (folder / name).string();
}

class ModelFile : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::string folder = kModels + GetParam();
    facts_ = parse_json(read_text(folder + "/case.json"), folder);
    model_.emplace(load_model(folder + "/model.keras"));
    const NpzReader npz = NpzReader::open(folder + "/case.npz");
    for (const Json& name : facts_["inputs"].as_array()) {
      names_.push_back(name.as_string());
      inputs_.push_back(tensor_of(npz, "x_" + name.as_string()));
    }
    for (const Json& name : facts_["outputs"].as_array()) {
      expected_.push_back(tensor_of(npz, "out_" + name.as_string()));
      targets_.push_back(tensor_of(npz, "y_" + name.as_string()));
    }
  }
  Tensors predict(const Model& model) const {
    return model.base()
        .invoke(inputs_.size() == 1 ? TensorStruct(inputs_[0]) : inputs_, CallOptions())
        .flat();
  }

  Json facts_;
  std::optional<Model> model_;
  std::vector<std::string> names_;
  Tensors inputs_, expected_, targets_;
};

TEST_P(ModelFile, OfKerasPredictsTheSame) {
  const Tensors made = predict(*model_);
  ASSERT_EQ(made.size(), expected_.size());
  for (size_t i = 0; i < made.size(); ++i) {
    const auto a = made[i].to_vector<double>(), b = expected_[i].to_vector<double>();
    ASSERT_EQ(a.size(), b.size());
    double largest = 0, difference = 0;
    for (size_t k = 0; k < a.size(); ++k) {
      largest = std::max(largest, std::abs(b[k]));
      difference = std::max(difference, std::abs(a[k] - b[k]));
    }
    EXPECT_LE(difference, facts_["tolerance"]["outputs"].as_double() * largest);
  }
}

TEST_P(ModelFile, ComesBackAsItWas) {
  const std::string path = temporary(GetParam() + ".keras");
  save_model(*model_, path);
  const Model again = load_model(path);
  EXPECT_EQ(again.to_json(), model_->to_json());
  EXPECT_EQ(again.compiled(), model_->compiled());
  const Tensors before = predict(*model_), after = predict(again);
  ASSERT_EQ(before.size(), after.size());
  for (size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(before[i].to_vector<double>(), after[i].to_vector<double>());

  const char* judge = std::getenv("CORNU_JUDGE_DIR");
  if (judge) {
    const std::string stem = std::string(judge) + "/" + GetParam();
    save_model(*model_, stem + ".keras");
    NpzWriter npz(stem + ".npz");
    for (size_t i = 0; i < inputs_.size(); ++i) add(npz, "x_" + names_[i], inputs_[i]);
    for (size_t i = 0; i < before.size(); ++i) {
      const std::string& name = facts_["outputs"][i].as_string();
      add(npz, "out_" + name, before[i]);
      add(npz, "y_" + name, targets_[i]);
    }
    npz.finish();
  }
  std::filesystem::remove(path);
}

INSTANTIATE_TEST_SUITE_P(Keras, ModelFile, testing::ValuesIn(case_names()),
                         [](const auto& info) { return info.param; });

std::string message_of(const std::string& path) {
  try {
    load_model(path);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(ModelFile, HoldsLowRankChangesMergedAsKerasDoes) {
  const Sequential model({Input({3}), layers::Embedding(5, 4, {.lora_rank = 2}), layers::Flatten(),
                          layers::Dense(2, {.lora_rank = 1, .lora_alpha = 3})});
  for (const Variable& weight : model.weights())
    weight.assign(random::normal(weight.shape(), {.seed = 1}));
  const std::string path = temporary("lora.keras");
  model.save(path);
  const Model loaded = load_model(path);
  const Tensor x = constant({{0, 3, 4}});
  EXPECT_LT(largest_difference(model(x), loaded(x)), 1e-5);
  for (const Variable& weight : loaded.weights())
    if (weight.name().starts_with("lora_")) {
      EXPECT_EQ(largest_difference(weight.value(), zeros(weight.shape())), 0) << weight.path();
    }
}

TEST(ModelFileErrors, NameTheFileAndWhatIsMissing) {
  const std::string path = temporary("broken.keras");
  {
    ZipWriter zip(path);
    zip.add("config.json", std::string_view("{}"));
    zip.finish();
  }
  EXPECT_EQ(message_of(path), "FileError: " + path +
                                  ": the member \"model.weights.h5\" is missing.\n"
                                  "  hint: is this a .keras file?");
  std::filesystem::remove(path);
}

TEST(LoadModel, DrawsNoWeightsThatTheFileReplaces) {
  const std::string path = temporary("drawn.keras");
  Sequential model({Input({4}), layers::Dense(3)});
  model.save(path);
  const RandomState before = random_state();
  const Model loaded = load_model(path);
  EXPECT_EQ(random_state().seeds_given, before.seeds_given);
  EXPECT_EQ(loaded.get_weights()[0].to_vector<float>(), model.get_weights()[0].to_vector<float>());
  Sequential another({Input({4}), layers::Dense(3)});
  EXPECT_NE(random_state().seeds_given, before.seeds_given) << "only loading leaves them out";
}

}  // namespace
}  // namespace cornu
