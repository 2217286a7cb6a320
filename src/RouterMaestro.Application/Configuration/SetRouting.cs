using System.Text;
using System.Text.Json.Nodes;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Configuration;

/// <summary>Changes the routing settings. The change is in effect when the request completes.</summary>
/// <param name="Content">The complete settings, or a patch to merge into them (RFC 7396).</param>
/// <param name="IsPatch">Whether the content is a patch.</param>
/// <param name="Revisions">The versions that may be changed; null for any version.</param>
internal sealed record SetRouting(JsonObject Content, bool IsPatch, EquatableArray<string>? Revisions) : IRequest<RoutingChange>, IRouterMaestroRequest;

internal sealed class SetRoutingHandler(IRoutingSettingsStore store, IRoutingSettingsReader reader, IGatewayState gateway)
    : IRequestHandler<SetRouting, RoutingChange>
{
    public async Task<RoutingChange> Handle(SetRouting request, CancellationToken cancellationToken)
    {
        // an edit by hand that is not in effect yet must not be overwritten
        gateway.Reload();
        while (true)
        {
            var present = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (request.Revisions is { } known && !known.Contains(present.Revision))
            {
                return new RoutingChange.Stale(present.Revision);
            }

            var next = Next(request, present);
            reader.Read(next, out var errors);

            // what has no effect is kept where it stands, as that of another version, but never added
            var unknown = reader.FindUnknownMembers(next).Except(reader.FindUnknownMembers(present.Content));
            if (errors.Concat(unknown).ToEquatableArray() is { IsEmpty: false } refused)
            {
                return new RoutingChange.Invalid(refused);
            }

            // another change may have come first: this one is then based on it, or is stale
            if (await store.TryWriteAsync(next, present.Revision, cancellationToken).ConfigureAwait(false))
            {
                gateway.Reload();
                return new RoutingChange.Done(RoutingDocument.Of(await store.ReadAsync(cancellationToken).ConfigureAwait(false)))
                {
                    Warnings = RoutingWarnings.Of(request.Content, gateway.Current),
                };
            }
        }
    }

    private static RawJson Next(SetRouting request, StoredRoutingSettings present)
    {
        if (present.Problem is { } problem && request.IsPatch)
        {
            var message = $"priorities.json is broken, so that there is nothing to change: correct it, or replace it as a whole. It {problem}.";
            throw new RouterException(new RouterError(RouterErrorKind.InvalidRequest, 409, message) { Code = "config_file_broken" });
        }

        var content = request.IsPatch ? MergePatch.Apply(JsonTree.Of(present.Content), request.Content) : request.Content;
        return new RawJson(Encoding.UTF8.GetBytes(content.ToJsonString()));
    }
}
