#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/predictions.h"
#include "apps/cornu/run_arguments.h"
#include "apps/cornu/run_failed.h"
#include "apps/cornu/samples.h"
#include "framework/base/atomic_file.h"
#include "framework/config/run.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  std::string model, data, output;
  int64_t batch_size = 32;
};

void predict(const Arguments& arguments) {
  if (!arguments.output.empty()) check_predictions_path(arguments.output, 1);
  if (!arguments.output.empty()) AtomicFile writable(arguments.output);  // before the work
  const Model model = load_model(arguments.model, {.compile = false});
  if (!arguments.output.empty())
    check_predictions_path(arguments.output, model.output_names().size());
  const Samples samples = read_samples(model, arguments.data);
  const auto with_place = [&](const auto& work) {
    try {
      return work();
    } catch (Error& error) {
      error.add_place(concat("in ", arguments.data));
      throw;
    }
  };
  with_place([&] { check_inputs(model, samples.x); });
  run_work([&] {
    const TensorStruct outputs = with_place([&] {
      return model.predict_struct(data::from_arrays(samples.x),
                                  {.batch_size = arguments.batch_size});
    });
    const Predictions predictions{model.output_names(), outputs.flat(), samples.names,
                                  model.class_names()};
    if (arguments.output.empty())
      std::cout << predictions_text(predictions);
    else
      write_predictions(predictions, arguments.output);
  });
}

}  // namespace

void add_predict(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "predict", "Apply a model to data; print the result, of a classifier the top 3 classes.");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("MODEL", arguments->model, "A .keras file.")->required();
  command->add_option("--data", arguments->data, concat("What to read: ", kSampleFiles, "."))
      ->required();
  command->add_option("--output", arguments->output, "An .npz, .csv or .json file for the result.");
  command->add_option("--batch-size", arguments->batch_size, "Samples of a step.")
      ->check(at_least(1));
  command->callback([arguments] { predict(*arguments); });
}

}  // namespace cornu::program
