"""Where a place lies on a flat map of Europe."""

from __future__ import annotations

from math import cos, radians, sin, sqrt

#: The centre that maps of Europe use (ETRS89-LAEA), and the radius of a sphere with the Earth's surface.
CENTRE_LATITUDE, CENTRE_LONGITUDE = 52.0, 10.0
RADIUS_KM = 6371.007


def on_the_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres east and north of 52° N 10° E, on the azimuthal projection that keeps surfaces (Lambert, sphere).

    k = √(2 / (1 + sin φ₁ sin φ + cos φ₁ cos φ cos Δλ)), x = R k cos φ sin Δλ,
    y = R k (cos φ₁ sin φ − sin φ₁ cos φ cos Δλ) with φ₁ = 52° and Δλ the longitude from 10° E. The point opposite
    the centre has no place; it lies in the Pacific and is given the centre's own.
    J. P. Snyder, Map Projections (USGS 1987), formulas 22-4, 24-2 to 24-4.

    >>> east, north = on_the_map(48.8566, 2.3522)  # Paris
    >>> round(east), round(north)
    (-559, -320)
    """
    here, there = radians(CENTRE_LATITUDE), radians(latitude)
    turn = radians(longitude - CENTRE_LONGITUDE)
    opposite = 1 + sin(here) * sin(there) + cos(here) * cos(there) * cos(turn)
    scale = RADIUS_KM * sqrt(2 / opposite) if opposite > 1e-12 else 0.0
    return (
        scale * cos(there) * sin(turn),
        scale * (cos(here) * sin(there) - sin(here) * cos(there) * cos(turn)),
    )
