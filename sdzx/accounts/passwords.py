"""Django's own validator has no Chinese sentence for length in this version."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return f"密码太短，至少{self.min_length}位。"

    def get_help_text(self) -> str:
        return f"密码至少{self.min_length}位。"
