"""One linear programme, kept warm between questions.

HiGHS is called through `highspy` and not through SciPy: protection and attack ask one polytope
thousands of small questions that differ in the objective or in a few bounds, and HiGHS answers the
next from the basis of the last. One thread and a fixed seed, so that the same questions in the
same order get the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]
Bounds = tuple[Vector, Vector]


class Polytope:
    """The points x with row bounds on A x and bounds on x."""

    def __init__(self, matrix: csc_array, rows: Bounds, columns: Bounds) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("random_seed", 1)
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(_model(matrix, rows, columns))
        self._cost = np.zeros(matrix.shape[1])

    def bound(self, columns: Indices, low: Vector, high: Vector) -> None:
        """Set the bounds of some columns."""
        if len(columns):
            self._highs.changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def forget(self) -> None:
        """Start the next question from the origin and not from the last answer."""
        self._highs.setBasis()

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of a row."""
        self._highs.changeRowBounds(row, low, high)

    def lowest(self, cost: Vector) -> Vector | None:
        """A point where cost @ x is lowest; None where there is no point. RuntimeError if HiGHS gives up."""
        changed = np.flatnonzero(cost != self._cost)
        if len(changed):
            self._highs.changeColsCost(len(changed), changed.astype(np.int32), cost[changed])
            self._cost = cost.copy()
        return self._solve()

    def _solve(self) -> Vector | None:
        for _ in range(2):
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                return np.asarray(self._highs.getSolution().col_value, dtype=np.float64)
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            self._highs.clearSolver()  # a basis that went numerically bad: once more from cold
        raise RuntimeError(f"HiGHS stopped with {self._highs.modelStatusToString(status)}")


def _model(matrix: csc_array, rows: Bounds, columns: Bounds) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = (int(size) for size in matrix.shape)
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    return model


def sparse(rows: Sequence[Sequence[tuple[int, float]]], size: int) -> csr_array:
    """A matrix with one row per sequence of (column, coefficient) pairs."""
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((column for row in rows for column, _ in row), dtype=np.int32)
    values = np.fromiter((value for row in rows for _, value in row), dtype=np.float64)
    return csr_array((values, columns, starts), shape=(len(rows), size))
