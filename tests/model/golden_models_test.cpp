#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "framework/base/error.h"
#include "framework/data/npz.h"
#include "framework/model/model.h"
#include "framework/ops/creation.h"
#include "layers/layers.h"

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

class GoldenModel : public testing::TestWithParam<std::string> {
 protected:
  /// Skips what needs classes that are not there yet.
  std::optional<Model> load() {
    try {
      return read_model(config_of(kGolden + "models/" + GetParam() + "/model.keras"));
    } catch (const ConfigError& error) {
      const std::string& message = error.message();
      if (message.find("unknown") == std::string::npos) throw;
      skipped_ = message;
      return std::nullopt;
    }
  }
  std::string skipped_;
};

TEST_P(GoldenModel, PredictsWhatKerasDoes) {
  const std::string folder = kGolden + "models/" + GetParam();
  std::optional<Model> model = load();
  if (!model) GTEST_SKIP() << skipped_;
  const Json facts = parse_json(read_text(folder + "/case.json"), folder);
  const NpzReader npz = NpzReader::open(folder + "/case.npz");
  Tensors weights, inputs;
  for (size_t i = 0; i < facts["weights"].size(); ++i)
    weights.push_back(tensor_of(npz, concat("weight_", i)));
  model->set_weights(weights);
  for (const Json& name : facts["inputs"].as_array())
    inputs.push_back(tensor_of(npz, "x_" + name.as_string()));
  const TensorStruct made =
      model->base().invoke(inputs.size() == 1 ? TensorStruct(inputs[0]) : inputs, CallOptions());
  ASSERT_EQ(made.size(), facts["outputs"].size());
  for (size_t i = 0; i < made.size(); ++i) {
    const std::string& name = facts["outputs"][i].as_string();
    expect_close(made.flat()[i], tensor_of(npz, "out_" + name),
                 facts["tolerance"]["outputs"].as_double(), name);
  }
}

TEST_P(GoldenModel, ConfigurationComesBack) {
  std::optional<Model> model = load();
  if (!model) GTEST_SKIP() << skipped_;
  const std::string text = model->to_json();
  EXPECT_EQ(read_model(parse_json(text, "again")).to_json(), text);
}

INSTANTIATE_TEST_SUITE_P(Keras, GoldenModel, testing::ValuesIn(case_names()),
                         [](const auto& info) { return info.param; });

/// The table, without the counts after it: they include the optimizer's variables.
std::string table_of(const std::string& summary) { return summary.substr(0, summary.find("┘")); }

TEST(GoldenSummary, PrintsWhatKerasDoes) {
  const Json index = parse_json(read_text(kGolden + "summaries/index.json"), "index.json");
  for (const Json& entry : index.as_array()) {
    const std::string name = entry["text"].as_string();
    SCOPED_TRACE(name);
    std::optional<Model> model;
    try {
      model = read_model(config_of(kGolden + entry["model"].as_string()));
    } catch (const ConfigError& error) {
      ASSERT_NE(error.message().find("unknown"), std::string::npos) << error.what();
      continue;
    }
    setenv("COLUMNS", std::to_string(entry["columns"].as_int()).c_str(), 1);
    const auto options = from_json<SummaryOptions>(entry["arguments"]);
    EXPECT_EQ(table_of(model->summary(options)),
              table_of(read_text(kGolden + "summaries/" + name)));
  }
  unsetenv("COLUMNS");
}

}  // namespace
}  // namespace cornu
