"""What `python course.py check` and `python course.py solution` run."""
import argparse
import sys

from lessons_lib.exercises import report
from lessons_lib.text import use


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=("check", "run", "solution"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", required=True)  # of the notebooks, or of the sources that hold solutions
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    use(options.language)
    try:
        report.chosen(options.names)
    except ValueError as error:
        sys.exit(str(error))
    if options.command == "run":
        sys.exit(report.run(options.names[0], options.folder))
    if options.command == "check":
        sys.exit(not report.report(options.names, options.folder))
    sys.exit(not all([report.solution(name, options.folder) for name in options.names]))


if __name__ == "__main__":
    main()
