#include <gtest/gtest.h>

#include <regex>

#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "framework/data/source.h"
#include "framework/model/callbacks/progbar_logger.h"
#include "framework/model/trainer.h"
#include "framework/runtime/messages.h"
#include "tests/golden/golden_model.h"

namespace cornu {
namespace {

std::string text_of(const std::string& path) {
  const Bytes bytes = read_file(path);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Durations as T, a run of backspaces as one, and no blanks at a line's end: how many there are
/// of either follows from the durations.
std::string without_times(std::string text) {
  text = std::regex_replace(text, std::regex("\\b\\d+(us|ms|s)/step"), "T/step");
  text = std::regex_replace(text, std::regex("(\x1b\\[1m| - )\\d+(:\\d\\d)*s(?=\x1b| )"), "$1T");
  text = std::regex_replace(text, std::regex(" +\n"), "\n");
  return std::regex_replace(text, std::regex("\b+"), "\b");
}

TEST(Progress, IsPrintedAsKerasPrintsIt) {
  const std::string folder = concat(CORNU_SOURCE_DIR, "/tests/golden/");
  const Json index = parse_json(text_of(folder + "progress/index.json"), "index.json");
  for (const Json& entry : index.as_array()) {
    const std::string name = entry["text"].as_string(), method = entry["method"].as_string();
    const std::string trace = folder + "traces/" + entry["trace"].as_string();
    const Model model = read_golden_model(trace + "/start.keras");
    if (const Json* steps = entry.find("steps_per_execution")) {
      CompileOptions options = model.trainer().options();
      options.steps_per_execution = steps->as_int();
      options.optimizer = OptimizerRef(model.optimizer().object());
      model.compile(options);
    }
    const NpzReader arrays = NpzReader::open(trace + "/case.npz");
    const Dataset data =
        data::from_arrays(tensor_of(arrays.read("x_x")), tensor_of(arrays.read("y_output")));
    const Json& arguments = entry["arguments"];
    const int64_t batch_size = arguments["batch_size"].as_int();
    const int verbose = static_cast<int>(arguments["verbose"].as_int());

    double now = 1000;  // moves at each look: every update is printed
    const CallbackRef bar = std::make_shared<ProgbarLogger>([&now] { return now += 0.1; });
    std::string printed;
    set_print_sink([&](std::string_view text) { printed += text; });
    if (method == "fit") {
      FitOptions options;
      options.epochs = arguments["epochs"].as_int();
      options.batch_size = batch_size;
      options.verbose = verbose;
      options.shuffle = false;
      if (arguments.contains("validation_split"))
        options.validation_split = arguments["validation_split"].as_double();
      options.callbacks = {bar};
      model.fit(data, options);
    } else if (method == "evaluate") {
      model.evaluate(data, {.batch_size = batch_size, .verbose = verbose, .callbacks = {bar}});
    } else {
      model.predict(data, {.batch_size = batch_size, .verbose = verbose, .callbacks = {bar}});
    }
    set_print_sink(nullptr);
    EXPECT_EQ(without_times(printed), without_times(text_of(folder + "progress/" + name))) << name;
  }
}

}  // namespace
}  // namespace cornu
