#include <cornu/cornu.h>

#include <iostream>

int main() { std::cout << cornu::version() << '\n'; }
