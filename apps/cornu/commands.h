#pragma once

namespace CLI {
class App;
}

namespace cornu::program {

// Each adds one command: its arguments and what it does.
void add_benchmark(CLI::App& program);
void add_describe(CLI::App& program);
void add_devices(CLI::App& program);
void add_evaluate(CLI::App& program);
void add_predict(CLI::App& program);
void add_summary(CLI::App& program);
void add_train(CLI::App& program);
void add_version(CLI::App& program);

}  // namespace cornu::program
