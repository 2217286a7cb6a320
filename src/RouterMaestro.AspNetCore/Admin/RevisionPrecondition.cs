using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Reads which version of a document a caller means to change.</summary>
internal static class RevisionPrecondition
{
    /// <summary>Takes the version out of the body, and reads <c>If-Match</c>; where both are, both must hold.</summary>
    /// <param name="ifMatch">The header's values.</param>
    /// <param name="body">The body.</param>
    /// <returns>The versions that may be changed; null when any may.</returns>
    /// <exception cref="RouterException">There is neither, or one that is none.</exception>
    public static EquatableArray<string>? Take(StringValues ifMatch, JsonObject body)
    {
        var known = body.Remove(RoutingDocument.RevisionMember, out var member) ? Text(member) : null;
        if (StringValues.IsNullOrEmpty(ifMatch))
        {
            return known is not null ? [known] : throw new RouterException(new RouterError(
                RouterErrorKind.InvalidRequest, 428, "Say which version is meant: 'revision' in the body, or its ETag in If-Match.")
            { Code = "revision_required" });
        }

        if (!EntityTagHeaderValue.TryParseList(ifMatch, out var tags))
        {
            throw new RouterException(RouterError.Invalid(null, "If-Match must hold an entity tag in quotation marks, or *."));
        }

        var isAny = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any));
        var named = tags.Select(tag => tag.Tag.ToString().Trim('"')).Where(tag => known is null || tag == known).ToEquatableArray();
        return !isAny ? named : known is null ? null : [known];
    }

    private static string Text(JsonNode? member) =>
        member is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new RouterException(RouterError.Invalid(RoutingDocument.RevisionMember, "'revision' must be a string"));
}
