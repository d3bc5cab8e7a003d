"""The Web API methods that this server speaks: arguments, errors, scopes and tiers, as Slack documents them.

Facts only; https://docs.slack.dev/reference/methods. A test compares the table with the published method
descriptions where those are at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_COMMON = """access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied
    enterprise_is_restricted fatal_error invalid_arg_name invalid_array_arg invalid_charset invalid_form_data
    invalid_post_type is_bot method_deprecated missing_post_type missing_scope no_permission
    not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable
    team_added_to_org token_expired token_revoked two_factor_setup_required unknown_method"""
COMMON_ERRORS = frozenset(_COMMON.split())
"""Every method's page lists these."""

UNLISTED_ERRORS = frozenset(["invalid_auth", "internal_error", "msg_too_long", "invalid_arguments"])
"""They exist although not every page lists them: `invalid_arguments` is what a bad view or a missing argument
gets (github.com/slackapi/java-slack-sdk/issues/684), the others stood in the official OpenAPI of 2020."""

UNLISTED_ARGUMENTS = frozenset(["team_id"])
"""The clients that Bolt makes for its listeners add it to every call, and Slack takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`required` are those of `arguments` that must be there; `tier` is calls a minute, None when special."""

    arguments: frozenset[str]
    required: tuple[str, ...]
    errors: frozenset[str]
    scope: str | None
    tier: int | None

    def strange(self, arguments: Iterable[str]) -> list[str]:
        """Those of the arguments that the method does not have."""
        return sorted(set(arguments) - self.arguments - UNLISTED_ARGUMENTS)

    def may_answer(self, error: str) -> bool:
        return error in self.errors or error in UNLISTED_ERRORS


def _method(arguments: str, errors: str, *, scope: str | None = None, tier: int | None = None) -> Method:
    """`arguments`: words, the required ones with a star."""
    words = arguments.split()
    return Method(
        arguments=frozenset(word.rstrip("*") for word in words),
        required=tuple(word.rstrip("*") for word in words if word.endswith("*")),
        errors=COMMON_ERRORS | frozenset(errors.split()),
        scope=scope,
        tier=tier,
    )


METHODS: dict[str, Method] = {
    "auth.test": _method(
        "",
        "internal_error invalid_auth",
        scope=None,
        tier=None,
    ),
    "auth.revoke": _method(
        "test",
        "internal_error not_bearer_token",
        scope=None,
        tier=50,
    ),
    "apps.connections.open": _method(
        "",
        "forbidden_team insecure_request internal_error invalid_auth missing_args",
        scope="connections:write",
        tier=1,
    ),
    "chat.postMessage": _method(
        """as_user attachments blocks channel* current_draft_last_updated_ts icon_emoji icon_url link_names
        markdown_text metadata mrkdwn parse reply_broadcast text thread_ts unfurl_links unfurl_media
        username""",
        """app_access_restricted as_user_not_supported attachment_payload_limit_exceeded
        cannot_reply_to_message channel_not_found draft_already_deleted draft_already_sent
        draft_has_conflict draft_not_found duplicate_channel_not_found duplicate_message_not_found
        invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived
        markdown_text_conflict message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app
        metadata_too_large missing_file_data msg_blocks_too_long no_text not_in_channel rate_limited
        restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
        restricted_action_thread_locked restricted_action_thread_only_channel send_on_behalf_not_allowed
        slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_lists_sharing_blocked team_not_found too_many_attachments too_many_contact_cards""",
        scope="chat:write",
        tier=None,
    ),
    "chat.postEphemeral": _method(
        """as_user attachments blocks channel* icon_emoji icon_url link_names markdown_text metadata parse
        text thread_ts user* username""",
        """cannot_reply_to_message channel_not_found invalid_attachments invalid_blocks invalid_blocks_format
        is_archived markdown_text_conflict message_limit_exceeded messages_tab_disabled msg_too_long
        no_text not_in_channel restricted_action too_many_attachments user_not_in_channel""",
        scope="chat:write",
        tier=100,
    ),
    "chat.update": _method(
        """as_user attachments unfurled_attachments blocks markdown_text metadata channel* link_names parse
        text ts* reply_broadcast file_ids""",
        """as_user_not_supported block_mismatch blocked_file_type cant_broadcast_message cant_update_message
        channel_not_found edit_window_closed external_channel_migrating file_deleted file_is_deleted
        file_not_found file_share_limit_reached invalid_attachments invalid_blocks invalid_blocks_format
        invalid_metadata_format invalid_metadata_schema is_inactive markdown_text_conflict
        max_file_sharing_exceeded message_limit_exceeded message_not_found metadata_must_be_sent_from_app
        metadata_too_large msg_too_long no_dual_broadcast_content_update no_text posting_to_channel_denied
        slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked
        slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_file_upload_sharing_blocked streaming_state_conflict team_not_found
        too_many_attachments unable_to_share_files update_failed""",
        scope="chat:write",
        tier=50,
    ),
    "chat.delete": _method(
        "as_user channel* ts*",
        "cant_delete_message channel_not_found message_not_found",
        scope="chat:write",
        tier=50,
    ),
    "chat.getPermalink": _method(
        "channel* message_ts*",
        "channel_not_found message_not_found",
        scope=None,
        tier=None,
    ),
    "conversations.info": _method(
        "channel* include_locale include_num_members",
        "channel_is_limited_access channel_not_found",
        scope="*:read",
        tier=50,
    ),
    "conversations.list": _method(
        "cursor exclude_archived limit team_id types",
        """invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type
        missing_argument""",
        scope="*:read",
        tier=20,
    ),
    "conversations.history": _method(
        "channel* cursor include_all_metadata inclusive latest limit oldest",
        """channel_is_limited_access channel_not_found invalid_cursor invalid_metadata_filter_keys
        invalid_ts_latest invalid_ts_oldest not_in_channel""",
        scope="*:history",
        tier=50,
    ),
    "conversations.replies": _method(
        "channel* cursor include_all_metadata inclusive latest limit oldest ts*",
        """channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
        list_record_comment_fetch_failed method_not_supported_for_channel_type thread_not_found""",
        scope="*:history",
        tier=50,
    ),
    "conversations.join": _method(
        "channel*",
        """channel_is_limited_access channel_not_found is_archived method_not_supported_for_channel_type
        too_many_members""",
        scope="channels:join",
        tier=50,
    ),
    "conversations.members": _method(
        "channel* cursor limit",
        """channel_not_found fetch_members_failed invalid_cursor invalid_limit
        method_not_supported_for_channel_type""",
        scope="*:read",
        tier=100,
    ),
    "conversations.open": _method(
        "channel return_im users prevent_creation",
        """channel_not_found invalid_user_combination method_not_supported_for_channel_type not_enough_users
        too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied""",
        scope="im:write",
        tier=50,
    ),
    "users.info": _method(
        "include_locale user*",
        "too_many_users user_not_found user_not_visible",
        scope="users:read",
        tier=100,
    ),
    "team.info": _method(
        "domain team",
        """enterprise_not_found fail_to_get_teams_for_restricted_user missing_user org_not_found
        team_not_found team_not_on_enterprise user_not_found""",
        scope="team:read",
        tier=50,
    ),
    "views.open": _method(
        "trigger_id interactivity_pointer view*",
        """duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id view_too_large""",
        scope=None,
        tier=100,
    ),
    "views.publish": _method(
        "user_id* view* hash interactivity_pointer",
        """duplicate_external_id hash_conflict missing_profile_id not_enabled not_implemented
        view_too_large""",
        scope=None,
        tier=100,
    ),
    "views.push": _method(
        "trigger_id interactivity_pointer view*",
        """duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id not_found
        push_limit_reached view_too_large""",
        scope=None,
        tier=100,
    ),
    "views.update": _method(
        "view_id external_id view* hash",
        "duplicate_external_id hash_conflict not_found view_too_large",
        scope=None,
        tier=100,
    ),
    "oauth.v2.access": _method(
        """client_id client_secret code code_verifier redirect_uri grant_type refresh_token assertion""",
        """bad_client_secret bad_redirect_uri cannot_install_an_org_installed_app invalid_client_id
        invalid_code invalid_code_verifier invalid_grant_type invalid_refresh_token no_scopes
        oauth_authorization_url_mismatch pkce_not_allowed preview_feature_not_available
        user_email_unverified""",
        scope=None,
        tier=100,
    ),
    "bots.info": _method(
        "bot team_id",
        "bot_not_found",
        scope="users:read",
        tier=50,
    ),
}
"""A scope of `*:read` or `*:history` depends on the kind of channel: channels, groups, im or mpim."""
