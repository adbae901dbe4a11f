#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "framework/data/source.h"
#include "framework/model/callbacks/early_stopping.h"
#include "framework/model/trainer.h"
#include "framework/nn/serialization.h"
#include "framework/ops/creation.h"
#include "tests/golden/golden_model.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

const std::string kFolder = concat(CORNU_SOURCE_DIR, "/tests/golden/traces/");

/// What real Keras's fit did from one start, and what comes of it here.
class Trace {
 public:
  explicit Trace(const std::string& name)
      : info_(read_info(name)),
        arrays_(NpzReader::open(kFolder + name + "/case.npz")),
        model_(read_golden_model(kFolder + name + "/start.keras")) {
    std::filesystem::current_path(folder_.path());
  }
  ~Trace() { std::filesystem::current_path("/"); }

  void run(bool eagerly) {
    eagerly_ = eagerly;
    if (eagerly) recompile_eagerly();
    const Dataset train = dataset("", info_["sample_weight"].size() > 0);
    const History history = model_.fit(train, options());
    expect_history(history);
    expect_near(model_.weights(), "weight_", "weights");
    const Variables optimizer = model_.optimizer()->variables();
    ASSERT_EQ(optimizer.size(), info_["optimizer"].size());
    expect_near(optimizer, "opt_", "weights");
    const Logs scores = model_.evaluate(train, {.batch_size = batch_size(), .verbose = 0});
    for (const JsonMember& each : info_["evaluate"].as_object())
      if (is_of_a_graph(each.key))
        EXPECT_TRUE(scores.contains(each.key));
      else if (each.value.is_array())
        expect_numbers(*scores.list(each.key), each.value, "evaluate " + each.key);
      else
        expect_number(scores[each.key], each.value.as_double(), "evaluate " + each.key);
    expect_outputs(train);
    expect_stop();
    expect_files();
    const char* judge = std::getenv("CORNU_JUDGE_DIR");
    if (judge && !eagerly) leave_for_judge(concat(judge, "/trained_", info_["name"].as_string()));
  }

 private:
  static Json read_info(const std::string& name) {
    const Bytes bytes = read_file(kFolder + name + "/case.json");
    return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, name);
  }
  double tolerance(std::string_view of) const { return info_["tolerance"][of].as_double(); }
  int64_t batch_size() const {
    const Json* size = info_["fit"].find("batch_size");
    return size ? size->as_int() : 32;
  }

  void recompile_eagerly() {
    CompileOptions options = model_.trainer().options();
    options.run_eagerly = true;
    options.optimizer = OptimizerRef(model_.optimizer().object());  // with the state it has
    options.auto_scale_loss = false;
    model_.compile(options);
  }

  /// The arrays of inputs or outputs, by name where there are several; by the keys of a dict.
  TensorStruct arrays(const std::string& prefix, const std::string& which) const {
    const Json& names = info_[which + "s"];
    const Json* keys = info_.find(which + "_keys");
    std::vector<NamedTensor> named;
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string array = prefix + names[i].as_string();
      if (arrays_.contains(array))
        named.emplace_back((keys ? *keys : names)[i].as_string(), tensor_of(arrays_.read(array)));
    }
    if (named.empty()) return {};
    if (names.size() == 1 && !keys) return named[0].second;
    return TensorStruct(std::move(named));
  }
  Dataset dataset(const std::string& prefix, bool weighted) const {
    return data::from_arrays(arrays(prefix + "x_", "input"), arrays(prefix + "y_", "output"),
                             weighted ? arrays(prefix + "w_", "output") : TensorStruct());
  }

  FitOptions options() {
    FitOptions options;
    options.verbose = 0;
    for (const JsonMember& each : info_["fit"].as_object()) {
      const Json& value = each.value;
      if (each.key == "epochs")
        options.epochs = value.as_int();
      else if (each.key == "batch_size")
        options.batch_size = value.as_int();
      else if (each.key == "shuffle")
        options.shuffle = value.as_bool();
      else if (each.key == "validation_split")
        options.validation_split = value.as_double();
      else if (each.key == "initial_epoch")
        options.initial_epoch = value.as_int();
      else if (each.key == "steps_per_epoch")
        options.steps_per_epoch = value.as_int();
      else if (each.key == "validation_steps")
        options.validation_steps = value.as_int();
      else if (each.key == "validation_batch_size")
        options.validation_batch_size = value.as_int();
      else if (each.key == "validation_freq") {
        if (value.is_int())
          options.validation_freq = value.as_int();
        else
          options.validation_freq =
              ValidationFreq(FieldTraits<std::vector<int64_t>>::from_json(value, {}));
      } else if (each.key == "class_weight") {
        for (const JsonMember& weight : value.as_object())
          options.class_weight[std::stoll(weight.key)] = weight.value.as_double();
      } else
        ADD_FAILURE() << "fit has an argument that the test does not know: " << each.key;
    }
    if (info_["validation_data"].as_bool())
      options.validation_data = dataset("val_", info_["validation_sample_weight"].as_bool());
    for (const Json& callback : info_["callbacks"].as_array())
      options.callbacks.push_back(
          Handle<CallbackBase>::cast(deserialize(CallbackBase::kKind, callback)));
    callbacks_ = options.callbacks;
    return options;
  }

  void expect_number(double got, double expected, const std::string& what) const {
    EXPECT_NEAR(got, expected, std::max(1e-6, tolerance("history") * std::abs(expected))) << what;
  }
  void expect_numbers(const std::vector<double>& got, const Json& expected,
                      const std::string& what) const {
    ASSERT_EQ(got.size(), expected.size()) << what;
    for (size_t i = 0; i < got.size(); ++i) expect_number(got[i], expected[i].as_double(), what);
  }
  /// An output's own loss: in a graph Keras counts batches, not samples; edges_test.cpp has both.
  bool is_of_a_graph(std::string_view key) const {
    return eagerly_ && model_.trainer().losses().size() > 1 && key.ends_with("_loss") &&
           key != "val_loss";
  }
  void expect_history(const History& history) const {
    ASSERT_EQ(history.epochs().size(), info_["epoch"].size());
    ASSERT_EQ(history.size(), info_["history"].size());
    std::vector<std::string> names, expected_names;
    for (const auto& [name, numbers] : history) names.push_back(name);
    for (const JsonMember& each : info_["history"].as_object()) expected_names.push_back(each.key);
    EXPECT_EQ(names, expected_names);
    for (const JsonMember& each : info_["history"].as_object()) {
      ASSERT_TRUE(history.contains(each.key)) << each.key;
      if (is_of_a_graph(each.key)) continue;
      const std::vector<double>& got = history[each.key];
      ASSERT_EQ(got.size(), each.value.size()) << each.key;
      const auto* lists = history.lists(each.key);
      ASSERT_EQ(lists != nullptr, each.value[0].is_array()) << each.key;
      for (size_t i = 0; i < got.size(); ++i) {
        const std::string what = concat(each.key, " of epoch ", i);
        if (lists)
          expect_numbers((*lists)[i], each.value[i], what);
        else
          expect_number(got[i], each.value[i].as_double(), what);
      }
    }
  }
  void expect_near(const Tensor& got, const std::string& key, std::string_view kind) const {
    const Tensor expected = tensor_of(arrays_.read(key));
    ASSERT_EQ(got.size(), expected.size()) << key;  // files hold scalars as [1]
    const auto a = got.to_vector<double>(), b = expected.to_vector<double>();
    double largest = 0, distance = 0;
    for (size_t i = 0; i < a.size(); ++i) {
      largest = std::max(largest, std::abs(b[i]));
      distance = std::max(distance, std::abs(a[i] - b[i]));
    }
    EXPECT_LE(distance, tolerance(kind) * largest + 1e-9) << key;
  }
  void expect_near(const Variables& got, const std::string& prefix, std::string_view kind) const {
    for (size_t i = 0; i < got.size(); ++i) expect_near(got[i].value(), concat(prefix, i), kind);
  }
  void expect_outputs(const Dataset& train) const {
    const TensorStruct outputs = model_.predict_struct(train, {.verbose = 0});
    const Json& names = info_["outputs"];
    ASSERT_EQ(outputs.size(), names.size());
    for (size_t i = 0; i < names.size(); ++i)
      expect_near(outputs.flat()[i], "out_" + names[i].as_string(), "outputs");
  }
  void expect_stop() const {
    if (!info_.contains("stopped_epoch")) return;
    for (const CallbackRef& callback : callbacks_)
      if (const auto* early = dynamic_cast<EarlyStopping*>(&callback.get())) {
        EXPECT_EQ(early->stopped_epoch(), info_["stopped_epoch"].as_int());
        EXPECT_EQ(early->best_epoch(), info_["best_epoch"].as_int());
      }
  }

  /// What callbacks wrote, into the folder that the test runs in.
  void expect_files() const {
    std::vector<std::string> files;
    if (info_.contains("files"))
      for (const Json& file : info_["files"].as_array()) files.push_back(file.as_string());
    EXPECT_EQ(folder_.names(), files);
    for (const std::string& file : files) {
      if (file.ends_with(".csv")) expect_table(file);
      if (!file.ends_with(".keras")) continue;
      EXPECT_EQ(read_golden_model(folder_ / file).weights().size(), model_.weights().size());
    }
  }
  /// The same text but for the last digits of numbers.
  void expect_table(const std::string& file) const {
    const auto cells = [](std::string_view text) {
      std::vector<std::string> found(1);
      for (const char c : text)
        if (std::string_view(",;\r\n").find(c) == std::string_view::npos)
          found.back() += c;
        else
          found.insert(found.end(), {std::string(1, c), std::string()});
      return found;
    };
    const std::string& wanted = info_["tables"][file].as_string();
    const std::vector<std::string> a = cells(read_file(folder_ / file).text()), b = cells(wanted);
    ASSERT_EQ(a.size(), b.size()) << wanted;
    for (size_t i = 0; i < a.size(); ++i) {
      char *end_a = nullptr, *end_b = nullptr;
      const double x = std::strtod(a[i].c_str(), &end_a), y = std::strtod(b[i].c_str(), &end_b);
      if (!a[i].empty() && *end_a == 0 && *end_b == 0)
        expect_number(x, y, file);
      else
        EXPECT_EQ(a[i], b[i]) << file;
    }
  }

  /// What was trained, and what Cornu makes of it in one more epoch: Keras must do the same.
  void leave_for_judge(const std::string& stem) {
    const Dataset plain = dataset("", false);
    Tensor steps;
    model_.save(stem + ".keras");
    NpzWriter npz(stem + ".npz");
    const auto add = [&](const std::string& name, const Tensor& value) {
      std::vector<std::byte> bytes(value.spec().bytes());
      value.copy_to(bytes.data());
      npz.add(name, value.dtype(), value.shape().to_vector(), bytes);
    };
    for (const Json& each : info_["inputs"].as_array())
      add("x_" + each.as_string(), tensor_of(arrays_.read("x_" + each.as_string())));
    const Tensors outputs = model_.predict_struct(plain, {.verbose = 0}).flat();
    for (size_t i = 0; i < outputs.size(); ++i) {
      const std::string name = info_["outputs"][i].as_string();
      add("out_" + name, outputs[i]);
      add("y_" + name, tensor_of(arrays_.read("y_" + name)));
    }
    for (const Variable& each : model_.optimizer()->variables())
      if (each.name() == "iteration") steps = each.value();  // the inner optimizer's stands last
    add("iterations", steps);
    const History next = model_.fit(plain, {.batch_size = 32, .verbose = 0, .shuffle = false});
    add("next_loss", scalar(next["loss"][0], DType::f64));
    const Variables weights = model_.weights();
    for (size_t i = 0; i < weights.size(); ++i) add(concat("next_weight_", i), weights[i].value());
    npz.finish();
  }

  TemporaryFolder folder_;
  bool eagerly_ = false;
  Json info_;
  NpzReader arrays_;
  Model model_;
  Callbacks callbacks_;
};

std::vector<std::string> trace_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

class GoldenTrace : public testing::TestWithParam<std::string> {};

TEST_P(GoldenTrace, IsWhatKerasDid) { Trace(GetParam()).run(false); }
TEST_P(GoldenTrace, IsWhatKerasDidEagerly) { Trace(GetParam()).run(true); }

INSTANTIATE_TEST_SUITE_P(Traces, GoldenTrace, testing::ValuesIn(trace_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace cornu
