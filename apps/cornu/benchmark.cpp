#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>

#include "apps/cornu/commands.h"
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
  explicit StepTimer(double limit) : limit_(limit) {}

  void on_epoch_begin(int64_t) override { within_epoch_ = false; }
  void on_train_batch_end(int64_t, const BatchLogs&) override {
    const Clock::time_point now = Clock::now();
    if (steps_++ == 0) {
      first_step_ = process_age();
      start_ = now;
    } else if (within_epoch_) {
      times_.push_back(std::chrono::duration<double>(now - last_).count());
    }
    within_epoch_ = true;
    last_ = now;
    if (seconds_since(start_) >= limit_) trainer().stop_training();
  }

  /// The middle one of the steps between the first and the last of an epoch, in milliseconds.
  double median_ms() const {
    if (times_.empty()) return 0;
    std::vector<double> sorted = times_;
    std::nth_element(sorted.begin(),
                     sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    return sorted[sorted.size() / 2] * 1e3;
  }
  int64_t steps() const { return steps_; }
  double first_step() const { return first_step_; }

 private:
  double limit_, first_step_ = 0;
  int64_t steps_ = 0;
  bool within_epoch_ = false;
  Clock::time_point start_, last_;
  std::vector<double> times_;
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
  const auto timer = std::make_shared<StepTimer>(arguments.seconds);
  Json json = Json::object();
  run_work([&] {
    plan.fit({CallbackRef(timer)});
    const double ms = timer->median_ms();
    json.set("ms_per_step", ms)
        .set("samples_per_second",
             ms > 0 ? static_cast<double>(run.file.fit.batch_size) / ms * 1e3 : 0.0)
        .set("steps", timer->steps())
        .set("batch_size", run.file.fit.batch_size)
        .set("threads", num_threads())
        .set("first_step_s", timer->first_step())
        .set("peak_rss_mb", peak_rss_mb());
  });
  return json;
}

}  // namespace

void add_benchmark(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("benchmark", "Measure the training steps of a run file.");
  const auto arguments = std::make_shared<Arguments>();
  arguments->run.add_to(*command);
  command->add_option("--seconds", arguments->seconds, "How long to train.")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", arguments->as_json, "As JSON.");
  command->callback([arguments] {
    const Json json = measure(*arguments);
    if (arguments->as_json) {
      std::cout << json.dump(2) << '\n';
      return;
    }
    for (const JsonMember& member : json.as_object())
      std::cout << member.key << ": " << member.value.dump() << '\n';
  });
}

}  // namespace cornu::program
