using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Reads the revision of a document that a caller wants to change.</summary>
internal static class RevisionPrecondition
{
    /// <summary>Removes the revision from the body and reads <c>If-Match</c>. If a request has both, both must match.</summary>
    /// <param name="ifMatch">The values of the header.</param>
    /// <param name="body">The body.</param>
    /// <returns>The accepted revisions; null if any revision is accepted.</returns>
    /// <exception cref="RouterException">The request names no revision, or an invalid one.</exception>
    public static EquatableArray<string>? Take(StringValues ifMatch, JsonObject body) =>
        StringValues.IsNullOrEmpty(ifMatch) && !body.ContainsKey(RoutingContract.RevisionMember)
            ? throw new RouterException(new RouterError(
                RouterErrorKind.InvalidRequest, 428, "Say which version is meant: 'revision' in the body, or its ETag in If-Match.")
            { Code = "revision_required" })
            : TakeIfNamed(ifMatch, body);

    /// <summary>Does the same for a request that may name no revision, so that any is accepted.</summary>
    /// <param name="ifMatch">The values of the header.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="RouterException">The request names an invalid revision.</exception>
    public static EquatableArray<string>? TakeIfNamed(StringValues ifMatch, JsonObject body)
    {
        var known = body.Remove(RoutingContract.RevisionMember, out var member) ? Text(member) : null;
        if (StringValues.IsNullOrEmpty(ifMatch))
        {
            return known is null ? null : [known];
        }

        if (!EntityTagHeaderValue.TryParseList(ifMatch, out var tags))
        {
            throw new RouterException(RouterError.Invalid(null, "If-Match must hold an entity tag in quotation marks, or *."));
        }

        var isAny = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any));
        var named = tags.Select(tag => tag.Tag.ToString().Trim('"')).Where(tag => known is null || tag == known).ToEquatableArray();
        return !isAny ? named : known is null ? null : [known];
    }

    /// <summary>Reads <c>If-None-Match</c>, by which a caller asks that nothing be replaced.</summary>
    /// <param name="ifNoneMatch">The values of the header.</param>
    /// <exception cref="RouterException">The header names a revision.</exception>
    public static bool MustBeNew(StringValues ifNoneMatch) => !StringValues.IsNullOrEmpty(ifNoneMatch)
        && (ifNoneMatch.ToString().Trim() == "*"
            ? true
            : throw new RouterException(RouterError.Invalid(null, "If-None-Match must be *: name the revision that is to be changed in If-Match.")));

    private static string Text(JsonNode? member) =>
        member is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new RouterException(RouterError.Invalid(RoutingContract.RevisionMember, "'revision' must be a string"));
}
