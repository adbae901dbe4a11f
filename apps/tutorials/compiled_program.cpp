#include <cornu/cornu.h>

#include <chrono>
#include <iomanip>
#include <iostream>

#include "framework/compiler/executable.h"

using namespace cornu;

namespace {

/// Measures each step of a compiled program while it lives.
class Profile {
 public:
  explicit Profile(Ref<Executable> program) : program_(std::move(program)) {
    seconds_.resize(program_->steps().size());
    program_->observe([](void* self, size_t step,
                         bool begins) { static_cast<Profile*>(self)->note(step, begins); },
                      this);
  }
  Profile(const Profile&) = delete;
  ~Profile() { program_->observe(nullptr, nullptr); }

  void print() const {
    for (size_t i = 0; i < seconds_.size(); ++i)
      std::cout << "  " << program_->steps()[i].node->def->name << " by "
                << program_->steps()[i].kernel->name << ": " << seconds_[i] * 1e6 << " us\n";
  }

 private:
  void note(size_t step, bool begins) {
    const auto now = std::chrono::steady_clock::now();
    if (!begins) seconds_[step] += std::chrono::duration<double>(now - begin_).count();
    begin_ = now;
  }

  Ref<Executable> program_;
  std::vector<double> seconds_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace

/// What becomes of a function before it runs: a graph that is simplified, fused and planned.
int main() {
  const Tensor weights = random::normal({256, 256}, {.seed = 1});
  const Tensor x = random::normal({64, 256}, {.seed = 2});
  const TracedFunction layer([&](const Tensors& in) {
    const Tensor z = ops::matmul(in[0], weights);
    return Tensors{ops::tanh(z * 0.5 + 1.0) *
                   ops::exp(-z * z)};  // seven operations on each element
  });

  // Printed as it was compiled: the operations on each element are one program, run in one pass.
  std::cout << layer.graph({x}) << '\n';

  // Planned before it runs: the kernel of each step is chosen, and where its results lie.
  const Ref<Executable> program = layer.executables()[0];
  std::cout << program->steps().size() << " steps in " << program->memory().bytes
            << " bytes of working memory\n";

  // And measured: the time of each step of a run.
  layer({x});  // the first run touches fresh memory
  const Profile profile(program);
  layer({x});
  std::cout << std::fixed << std::setprecision(1);
  profile.print();
}
