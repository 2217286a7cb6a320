using System.Text.Json.Nodes;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Configuration;

/// <summary>Changes the routing settings. The change is in effect when the request completes.</summary>
/// <param name="Content">The complete settings, or a patch to merge into them (RFC 7396).</param>
/// <param name="IsPatch">Whether the content is a patch.</param>
/// <param name="Revisions">The versions that may be changed; null for any version.</param>
internal sealed record SetRouting(JsonObject Content, bool IsPatch, EquatableArray<string>? Revisions) : IRequest<RoutingChange>, IRouterMaestroRequest;

internal sealed class SetRoutingHandler(IPrioritiesStore store) : IRequestHandler<SetRouting, RoutingChange>
{
    public Task<RoutingChange> Handle(SetRouting request, CancellationToken cancellationToken) => Task.FromResult(Change(request));

    private RoutingChange Change(SetRouting request)
    {
        RoutingChange? refused = null;
        var errors = store.Change(!request.IsPatch, content =>
        {
            var present = RoutingDocument.Of(content);
            if (request.Revisions is { } known && !known.Contains(present.Revision))
            {
                refused = new RoutingChange.Stale(present.Revision);
                return null;
            }

            var next = request.IsPatch ? MergePatch.Apply(content, request.Content) : request.Content;
            return RoutingDocument.Of(next).Revision == present.Revision ? null : next;
        });

        return refused ?? (errors.IsEmpty ? new RoutingChange.Done(RoutingDocument.Of(store.Read())) : new RoutingChange.Invalid(errors));
    }
}
