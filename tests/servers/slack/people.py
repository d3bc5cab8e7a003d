"""auth.*, users.*, team.*, bots.*: who calls, and who is there."""

from .call import Call
from .refusal import Refused
from .state import Json, State


class People:
    """The methods about people, workspaces and tokens."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.methods = {
            "auth.test": self.test,
            "auth.revoke": self.revoke,
            "users.info": self.user,
            "team.info": self.team,
            "bots.info": self.bot,
        }

    def test(self, call: Call) -> Json:
        workspace = self._state.workspaces[call.team]
        token = call.token
        whole = token.is_enterprise_install
        answer: Json = {
            "url": f"https://{workspace.domain}.slack.com/",
            "team": workspace.enterprise_name if whole else workspace.name,
            "user": self._state.app.name.lower(),
            "team_id": workspace.enterprise_id if whole else workspace.id,
            "user_id": token.bot_user_id,
            "bot_id": token.bot_id,
            "is_enterprise_install": whole,
        }
        if workspace.enterprise_id:
            answer["enterprise_id"] = workspace.enterprise_id
        return answer

    def revoke(self, call: Call) -> Json:
        if call.flag("test"):
            return {"revoked": False}
        call.token.refused = "token_revoked"
        self._state.keep(call.token)
        return {"revoked": True}

    def user(self, call: Call) -> Json:
        user = self._state.users.get(call.text("user"))
        if user is None or user.team_id != call.team:
            raise Refused("user_not_found")
        told: Json = {
            "id": user.id,
            "team_id": user.team_id,
            "name": user.name,
            "deleted": user.deleted,
            "color": "9f69e7",
            "real_name": user.real_name or user.name,
            "tz": user.tz,
            "tz_label": user.tz_label,
            "tz_offset": user.tz_offset,
            "profile": {
                "real_name": user.real_name or user.name,
                "display_name": user.name,
                "team": user.team_id,
            },
            "is_admin": user.is_admin or user.is_owner,
            "is_owner": user.is_owner,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": user.is_bot,
            "is_app_user": False,
            "updated": 0,
        }
        if call.flag("include_locale"):
            told["locale"] = user.locale
        return {"user": told}

    def team(self, call: Call) -> Json:
        workspace = self._state.workspaces.get(call.text("team", call.team))
        if workspace is None:
            raise Refused("team_not_found")
        told: Json = {
            "id": workspace.id,
            "name": workspace.name,
            "url": f"https://{workspace.domain}.slack.com/",
            "domain": workspace.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": "https://ca.slack-edge.com/",
            "is_verified": False,
        }
        if workspace.enterprise_id:
            told |= {
                "enterprise_id": workspace.enterprise_id,
                "enterprise_name": workspace.enterprise_name,
            }
        return {"team": told}

    def bot(self, call: Call) -> Json:
        workspace = self._state.workspaces[call.team]
        if call.text("bot", workspace.bot_id) != workspace.bot_id:
            raise Refused("bot_not_found")
        app = self._state.app
        told = {
            "id": workspace.bot_id,
            "deleted": not workspace.installed,
            "name": app.name,
            "updated": 0,
            "app_id": app.app_id,
            "user_id": workspace.bot_user_id,
            "icons": {},
        }
        return {"bot": told}
