#pragma once

namespace cornu {

/// While it lives, this thread's new weights get no first values: a file is about to give all of
/// them theirs, and drawing random numbers takes longer than reading it.
class NoFirstValues {
 public:
  NoFirstValues();
  NoFirstValues(const NoFirstValues&) = delete;
  NoFirstValues& operator=(const NoFirstValues&) = delete;
  ~NoFirstValues();

  static bool holds();

 private:
  bool before_;
};

}  // namespace cornu
