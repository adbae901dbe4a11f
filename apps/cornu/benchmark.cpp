#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iomanip>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/kernel_profile.h"
#include "apps/cornu/run_arguments.h"
#include "apps/cornu/run_failed.h"
#include "framework/base/team.h"
#include "framework/config/training_plan.h"
#include "framework/model/trainer.h"

namespace cornu::program {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Seconds since this process began, to the kernel's tick of 10 ms.
double process_age() {
  double uptime = 0;
  unsigned long long ticks = 0;
  if (FILE* file = std::fopen("/proc/uptime", "r")) {
    if (std::fscanf(file, "%lf", &uptime) != 1) uptime = 0;
    std::fclose(file);
  }
  if (FILE* file = std::fopen("/proc/self/stat", "r")) {
    // The 22nd field; the second, in brackets, may have spaces.
    if (std::fscanf(file,
                    "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
                    "%*d %*d %*d %*d %llu",
                    &ticks) != 1)
      ticks = 0;
    std::fclose(file);
  }
  return uptime - static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Notes when each step ends, and stops training when the time is up.
class StepTimer final : public Configured<CallbackBase, NoFields> {
 public:
  /// `whole_steps`: of an epoch, those of a whole batch.
  StepTimer(double limit, int64_t whole_steps) : limit_(limit), whole_steps_(whole_steps) {}

  void on_epoch_begin(int64_t) override { last_ = Clock::now(); }
  void on_train_batch_end(int64_t batch, const BatchLogs&) override {
    const Clock::time_point now = Clock::now();
    if (steps_++ == 0) {
      first_step_ = process_age();
      start_ = now;
    } else if (batch < whole_steps_) {
      // Before an epoch's first step its data are shuffled.
      std::vector<double>& times = batch == 0 ? first_times_ : times_;
      times.push_back(std::chrono::duration<double>(now - last_).count());
    }
    last_ = now;
    if (seconds_since(start_) >= limit_) trainer().stop_training();
  }

  /// The middle one of all steps of whole batches but the first of an epoch; where epochs have no
  /// other, of those.
  double median_ms() const {
    std::vector<double> sorted = times_.empty() ? first_times_ : times_;
    if (sorted.empty()) return 0;
    std::nth_element(sorted.begin(),
                     sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    return sorted[sorted.size() / 2] * 1e3;
  }
  int64_t steps() const { return steps_; }
  double first_step() const { return first_step_; }

 private:
  double limit_, first_step_ = 0;
  int64_t whole_steps_, steps_ = 0;
  Clock::time_point start_, last_;
  std::vector<double> times_, first_times_;
};

double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Arguments {
  RunArguments run;
  double seconds = 10;
  bool as_json = false;
};

Json measure(const Arguments& arguments) {
  arguments.run.set_threads();
  Run run = open_run(arguments.run.path,
                     {.overrides = arguments.run.overrides, .device = arguments.run.device});
  run.file.fit.verbose = 0;
  run.file.fit.epochs = 1'000'000;  // until the time is up
  run.file.fit.callbacks.clear();
  run.file.data.validation.reset();
  run.file.data.test.reset();
  const TrainingPlan plan(run);
  const int64_t batch_size = std::min(plan.batch_size(), plan.samples());
  const auto timer = std::make_shared<StepTimer>(arguments.seconds, plan.samples() / batch_size);
  Json json = Json::object();
  run_work([&] {
    plan.fit({CallbackRef(timer)});
    const double ms = timer->median_ms();
    json.set("ms_per_step", ms)
        .set("samples_per_second", ms > 0 ? static_cast<double>(batch_size) / ms * 1e3 : 0.0)
        .set("steps", timer->steps())
        .set("batch_size", batch_size)
        .set("threads", num_threads())
        .set("first_step_s", timer->first_step())
        .set("peak_rss_mb", peak_rss_mb());
    const KernelProfile profile(run.model.trainer());
    json.set("arena_mb", profile.arena_mb());
    const double again = std::min(arguments.seconds, 1.0);
    plan.fit({CallbackRef(std::make_shared<StepTimer>(again, 0))});
    json.set("kernels", profile.json());
  });
  return json;
}

void print(const Json& json) {
  for (const JsonMember& member : json.as_object())
    if (member.key != "kernels") std::cout << member.key << ": " << member.value.dump() << '\n';
  std::cout << "\n  us/step  share  op, kernel, layer\n" << std::fixed;
  for (const Json& row : json["kernels"].as_array())
    std::cout << std::setw(9) << std::setprecision(1) << row["us_per_step"].as_double()
              << std::setw(6) << std::setprecision(1) << row["share"].as_double() * 100 << "%  "
              << row["op"].as_string() << ", " << row["kernel"].as_string()
              << (row["layer"].as_string().empty() ? "" : ", ") << row["layer"].as_string() << '\n';
}

}  // namespace

void add_benchmark(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("benchmark", "Measure the training steps of a run file.");
  const auto arguments = std::make_shared<Arguments>();
  arguments->run.add_to(*command);
  command->add_option("--seconds", arguments->seconds, "How long to train.")
      ->check(positive_number());
  command->add_flag("--json", arguments->as_json, "As JSON.");
  command->callback([arguments] {
    const Json json = measure(*arguments);
    if (arguments->as_json) {
      std::cout << json.dump(2) << '\n';
      return;
    }
    print(json);
  });
}

}  // namespace cornu::program
