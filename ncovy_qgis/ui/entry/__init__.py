"""The dock «Nhập liệu»: a layer is chosen, a place given (on the map, by coordinates, by commune), the form opens."""
