"""The papers that people in the story send each other, line by line. All invented."""

from collections.abc import Mapping

PAPERS: Mapping[str, tuple[str, ...]] = {
    "Settlement-28-February": (
        "SABZ KIARI NURSERY, Nayabad",
        "Settlement between Zohra Talwarvi and Kamran Sangdal, 28 February 2025",
        "",
        "1. The shared work at Sabz Kiari Nursery ends today.",
        "2. The delivery van and the two hand carts stay with Kamran Sangdal.",
        "3. The shade net, the seed trays and the customer book stay with Zohra Talwarvi.",
        "4. Each has received their half of the cash box: 212,400 each. Nothing is owed on either side.",
        "",
        "Signed: Z. Talwarvi      K. Sangdal      Witness: Ustad Rafaqat",
    ),
    "Workshop-slip-7-12-March": (
        "SHARIFO MOTOR WORKSHOP, Gulmor Road, Nayabad",
        "Job slip 1187",
        "",
        "Vehicle: green delivery van, SKN-417",
        "In: 7 March 2025      Out: 12 March 2025",
        "Work: clutch plate, gear oil, rear door hinge",
        "Brought by and returned to: K. Sangdal",
        "Paid: 38,500",
    ),
    "Eye-ward-slip-9-March": (
        "DARYAPUR EYE WARD, Daryapur",
        "Attendant pass, 9 March 2025",
        "",
        "Patient: Mrs S. Talwarvi, cataract, left eye",
        "Attendant: Zohra Talwarvi (daughter)",
        "Admitted 10:40      Discharged 18:15",
        "Daryapur is about five hours by road from Nayabad.",
    ),
    "DSO-acknowledgement-1": (
        "DIGITAL SAFETY OFFICE, NAYABAD (invented)",
        "Acknowledgement of complaint DSO-INV-2025-00417",
        "",
        "Received by web form on 21 May 2025.",
        "Please keep all originals. Do not reply to the other side.",
    ),
}
