"""Pages on which faults are armed, watched and cleared. The real API has none of them."""

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from sandbox.fault_kinds import KINDS
from sandbox.faults import read_fault
from sandbox.state import state

fault_pages = Blueprint("fault_pages", __name__, url_prefix="/sandbox")

Answer = tuple[Response, int]


@fault_pages.get("/fault-kinds")
def kinds() -> Response:
    """Every fault there is, as a JSON list."""
    return jsonify([kind.described() for kind in KINDS.values()])


@fault_pages.get("/faults")
def listing() -> Response:
    """The armed faults and those used up, oldest first."""
    return jsonify(state().faults.described())


@fault_pages.post("/faults")
def arm() -> Answer:
    """Arm a fault: 201 with it, or 400 with the reason."""
    try:
        fault = read_fault(_sent())
    except ValueError as error:
        return jsonify(error=str(error)), 400
    return jsonify(state().faults.arm(fault)), 201


@fault_pages.delete("/faults")
def clear() -> tuple[str, int]:
    state().faults.clear()
    return "", 204


@fault_pages.delete("/faults/<fault_id>")
def disarm(fault_id: str) -> Answer | tuple[str, int]:
    if not state().faults.disarm(fault_id):
        return jsonify(error="There is no fault of this id."), 404
    return "", 204


def _sent() -> object:
    # The type is asked for, so that a form on a foreign web page can't arm anything.
    if request.mimetype != "application/json":
        raise ValueError("The Content-Type must be application/json.")
    try:
        return request.get_json()
    except BadRequest as error:
        raise ValueError("The body is not JSON.") from error
