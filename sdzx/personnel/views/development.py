"""Training and yearly assessment."""

from typing import Any

from django.shortcuts import get_object_or_404

from sdzx import clock
from sdzx.personnel import services
from sdzx.personnel.forms import AssessmentForm, TrainingForm
from sdzx.personnel.models import Training
from sdzx.personnel.views.people import OfPerson
from sdzx.personnel.views.qualifications import QualificationEdit
from sdzx.ui.forms import GroundForm


class TrainingNew(OfPerson):
    """Record a training of the person in the address."""

    title = "登记培训"

    def get_form(self, data: Any = None, files: Any = None) -> TrainingForm:
        return TrainingForm(data)

    def save(self, form: TrainingForm) -> str:
        services.add_training(self.person(), by=self.actor, **form.cleaned_data)
        self.tell("已登记培训。")
        return self.back_url()


class TrainingRemove(OfPerson):
    """Take an entry back."""

    title = "删除培训记录"
    submit_label = "删除"

    def training(self) -> Training:
        return get_object_or_404(Training, pk=self.kwargs["number"], person=self.person())

    def get_form(self, data: Any = None, files: Any = None) -> GroundForm:
        self.training()
        return GroundForm(data)

    def save(self, form: GroundForm) -> str:
        services.remove_training(self.training(), by=self.actor, ground=form.cleaned_data["ground"])
        self.tell("已删除培训记录。")
        return self.back_url()


class AssessmentNew(QualificationEdit):
    """Record or correct a year's assessment of the qualification in the address."""

    title = "登记年度考核"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        self.qualification()
        return AssessmentForm(data, initial={"year": clock.today().year})

    def save(self, form: Any) -> str:
        services.assess(self.qualification(), by=self.actor, **form.cleaned_data)
        self.tell("已登记年度考核。")
        return self.back_url()
