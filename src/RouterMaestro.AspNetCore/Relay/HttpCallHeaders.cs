using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>The header fields of an HTTP request.</summary>
internal sealed class HttpCallHeaders(IHeaderDictionary headers) : CallHeaders
{
    public override void Visit<TState>(TState state, Action<TState, string, string> visit)
    {
        foreach (var (name, values) in headers)
        {
            visit(state, name, values.ToString());
        }
    }
}
