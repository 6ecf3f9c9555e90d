"""Find the names of people in a text: a title with a name, and a whole cell that is a name and not a role."""

import re
from collections.abc import Iterator

from pc_workbook.tracker.personal.prefilter import ABBREVIATED, WRITTEN_OUT, has_title

_ABBREVIATED = frozenset(ABBREVIATED)
_TITLE = rf"(?i)(?<![^\W_])(?:{'|'.join((*ABBREVIATED, *WRITTEN_OUT))})(?![^\W_])"

#: What follows a title without being a name: the words of the field, of lists and of sentences.
_WORDS_NO_NAMES = """
a about above access account across action actions add added administration admission admissions advice after again
against age agency all alliance allocation also am an and angiogram angiography annual any app application apply
appointment appointments approach april are area areas as assessment assessor assistant assistants associate
associates at audit august availability available away bank based be because been before being below between board
books both box branch budget budgets but by call calls campaign can capacity card care career careers carer carers
case caseload cases ccg centre chair chairman change changes charge check checks clinic clinical clinician clinicians
clinics code colleague colleagues college commissioning committee community companies conference consultant
consultants consultation consultations contact contract contracts coordinator corporate cost costs could council
councillor councillors course cover coverage cqc data date dates day day's days deadline deadlines december degree
dental department departments deputy development did digital director directors do doctor doctor's doctors document
documents does door drop each early edge education elect email employed employee employees engagement england equity
evaluation event every excel excellence exchange executive export february fellow fellows fellowship field first fit
follow following for force forms forum friday from fte full funding gap general give given giving goes good governance
governor gp gps graduate graduates group groups had has have he head headcount health healthcare her here hers him his
home homes hospital hour hours how hub hubs icb if image images imaging in incentive induction information initiative
input inspection integrated interim into is issue issues it its january job join joint july june just known last late
lead leader leaders leadership leads learning leave led left less level levels liaison licence lieutenant line link
list lists local locality locum locums made make making manager managers march may mayor me medical medicine medicines
meeting meetings member members mental mentor mentors might milestone model models monday month months more most mri
much must national need needed needs network new next nhs night no non nor not note notes november now number numbers
nurse nurse's nurses nursing october of off office officer officers on one onedrive onenote only opportunity or
organisation organisations other others our out outlook over own paper part partner partners partnership patient
patient's patients pay pcn per pharmacies pharmacist pharmacy place placement plan planned planning plans policy
population portfolio post posts powerpoint practice practice's practices practitioner practitioners prescriber
prescribers prescribing present primary process professional professionals programme programmes project projects
provider providers publisher qualified quality rate rates ratio ratios record records recruitment refer referral
referrals register registered registrar registration rehabilitation report reporting reports research response
responsible retention retinopathy return returned returns review reviews role roles room rota round rounds safe said
salaried salary sample saturday says scan scanner scanners scanning scans scheduling scheme schemes school schools
screen screening secondary secretary see seen senior sent september server service services session sessions several
shall share sharepoint she shift shifts shortage shortages should site sites skill skills so social society some
speaker specialist specialists specific staff staffing standard standards status still strategy street student
students study such summary sunday supervision supervisor supply support surgeries surgery surgery's survey system
systems target targets task tasks teacher teachers teaching team teams than that the their them then there these they
this those through thursday time times to today too took total trainee trainees trainer trainers training triage trial
trust tuesday turnover under unit units until up update updates us vacancies vacancy vaccine vice view visit visiting
visitor visitors visits volunteer volunteers wants ward was we wednesday week weeks well were what when where which
while who whole wholetime will windows with within without word work worker workers workforce working workload works
would year years yet you your
"""
NO_NAMES = frozenset(_WORDS_NO_NAMES.split())
#: Those that are surnames or forenames as well: with a capital, after "Dr" or "Mrs", they name a person.
_WORDS_NAMES_AS_WELL = """
an april bank box case cover day early field fit given he head her him in june line march may no note of on or post
said sample see she site so street thus to us ward will you
"""
_NAMES_AS_WELL = frozenset(_WORDS_NAMES_AS_WELL.split())
_FIELD_ENDINGS = ("tion", "tions", "ment", "ments", "ship", "ships", "ance", "ence", "ity", "ities", "ology")
_WORDS_PARTICLES = (
    "ab abu al ap bar ben bin da das de del della den der di dos du el ibn la le mac mc ni st ten van von zu"
)
_PARTICLES = frozenset(_WORDS_PARTICLES.split())
#: Titles that people write in small letters as well before a name: "nurse Example".
_SMALL_TOO = frozenset({"nurse", "sister", "matron", "midwife", "doctor", "professor", "councillor"})
_NAME_WORD = r"\.?[\s(]{0,3}((?:[^\W\d_]\.(?:[^\W\d_]\.)*|[^\W\d_]+(?:['-][^\W\d_]+)*))"
_MOST_WORDS = 5
_LONGEST_STREET = 80
_STREET = r"(?:^|[,;:(\n]|\b(?:at|of|to|from|in|near|on)\b)\s*(\d+[a-z]?(?:\s?-\s?\d+)?,?\s)?((?:[A-Z][\w'-]*\s){1,3})$"


def titled_names(text: str) -> Iterator[tuple[int, int]]:
    """Return where a title with a name begins and ends, for each in a plain text.

    >>> text = "Agreed with Dr A. Example-Smith and the practice nurse at 12 Clover Dr, Grays"
    >>> [text[start:end] for start, end in titled_names(text)]
    ['Dr A. Example-Smith']
    """
    for title in re.finditer(_TITLE, text):
        end = _end_of_name(text, title.end(), title[0])
        if end is not None and not _is_drive(text, title.start(), title[0]):
            yield title.start(), end


def _end_of_name(text: str, at: int, title: str) -> int | None:
    """Return where the name after a title ends; None where what follows is no name."""
    end: int | None = None
    for _ in range(_MOST_WORDS):
        found = re.compile(_NAME_WORD).match(text, at)
        if found is None:
            break
        word = found[1]
        if word.casefold() in _PARTICLES and not _is_initial(word):
            at = found.end()  # de la Cruz: only with what follows
            continue
        if not _is_name_word(word, title, is_first=end is None):
            break
        at = end = found.end()
    return end


def _is_initial(word: str) -> bool:
    return word.endswith(".") or (len(word) == 1 and word.isupper())


def _is_name_word(word: str, title: str, *, is_first: bool) -> bool:
    if _is_initial(word):
        return word[0].isupper()
    folded, is_abbreviated = word.casefold(), title.casefold() in _ABBREVIATED
    if is_abbreviated and folded in _NAMES_AS_WELL and word.istitle() and title.istitle():
        return True
    if folded in NO_NAMES or folded in _ABBREVIATED or folded.endswith(_FIELD_ENDINGS):
        return False
    if word[0].isupper():
        return is_abbreviated or title[0].isupper() or (title in _SMALL_TOO and word[1:2].islower())
    return is_first and is_abbreviated and len(word) > 2


def _is_drive(text: str, start: int, title: str) -> bool:
    """Return whether "Dr" ends the name of a street: after a house number and a name, or after a name alone in its line."""
    if title.casefold() != "dr":
        return False
    line = text[max(start - _LONGEST_STREET, text.rfind("\n", 0, start) + 1) : start]
    street = re.search(_STREET, line)
    if street is None:
        return False
    has_number, names = street[1] is not None, street[2].casefold().split()
    alone_in_line = text[start + len(title) :].lstrip(" .,")[:1] == "\n"
    return has_number or (alone_in_line and street.start() == 0 and OF_ROLES.isdisjoint(names))


#: Words of roles and of bodies: a cell that contains one of them is no person's name.
_WORDS_OF_ROLES = """
accountable acting administrator adviser advisor all ambassador analyst area assistant associate assurance authority
board body both caldicott care ccg central centre chair chairman chairperson chairwoman champion chief clerk clinical
clinician co-chair co-ordinator commissioner commissioning committee community company consultant contracting
contracts coordinator corporate council councillor deputy development director directorate doctor east engagement
england estates everyone executive facilitator federation finance financial governance governor gp gps group guest
head health healthcare healthwatch holder hospital hub icb improvement information intelligence interim joint lead
leader leads local locality manager managers matron medical medicines member members mental midwife ministry named
network nhs none north nurse nurses nursing objective officer officers operating operations owner partner partners
partnership patient pcn performance pharmacist pharmacy planning portfolio practice practices practitioner president
primary programme project provider providers public quality records regional registrar representative responsible role
safeguarding secretary senior service services social south specialist sponsor staff strategic strategy support
surgery system tbc team teams transformation treasurer trust unknown vacant various vice visitor west workforce
working
"""
OF_ROLES = frozenset(_WORDS_OF_ROLES.split())
_WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?|\S"
_MOST_WORDS_OF_A_NAME = 4


def looks_like_a_name(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Return whether a whole cell is the name of a person: two to four names or initials and no word of a role.

    `known` contains words, in lower case, that name places or bodies here.

    >>> looks_like_a_name("Jane Example"), looks_like_a_name("EXAMPLE, J."), looks_like_a_name("Accountable Officer")
    (True, True, False)
    """
    if has_title(text) and next(titled_names(text), None) is not None:
        return True
    words = [word for word in re.findall(_WORD, text) if word not in ",()"]
    if not 2 <= len(words) <= _MOST_WORDS_OF_A_NAME:
        return False
    names = [word for word in words if not _is_initial(word) and word.casefold() not in _PARTICLES]
    return bool(names) and all(_may_be_a_name(word, known) for word in names)


def _may_be_a_name(word: str, known: frozenset[str]) -> bool:
    folded = word.casefold()
    is_word = word[0].isalpha() and word[0].isupper() and len(word) > 1
    is_other = folded in OF_ROLES or folded in known or (folded in NO_NAMES and folded not in _NAMES_AS_WELL)
    return is_word and not is_other
