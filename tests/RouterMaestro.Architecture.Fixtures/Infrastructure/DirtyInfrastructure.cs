using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace RouterMaestro.Infrastructure.Providers.Fixtures
{
    /// <summary>The edge toward providers knows no edge toward callers.</summary>
    internal sealed class DirtyEndpoint
    {
        public static object Map(WebApplication app) => AspNetCore.Fixtures.CleanEndpoint.Map(app);
    }

    /// <summary>Only one folder sees Microsoft.Extensions.AI.</summary>
    internal sealed class DirtyChatClient
    {
        public static ChatMessage Ask(string text) => new(ChatRole.User, text);
    }

    /// <summary>Only one project sees the database.</summary>
    [Index(nameof(Id))]
    internal sealed class DirtyEntity
    {
        public int Id { get; set; }
    }
}

namespace RouterMaestro.Infrastructure.ChatClients.Fixtures
{
    /// <summary>The folder that may see Microsoft.Extensions.AI.</summary>
    internal sealed class CleanChatClient
    {
        public static ChatMessage Ask(string text) => new(ChatRole.User, text);
    }
}

namespace RouterMaestro.Usage.Sqlite.Fixtures
{
    /// <summary>The store of usage knows no edge toward callers.</summary>
    internal sealed class DirtyFace
    {
        public static object Map(WebApplication app) => AspNetCore.Fixtures.CleanEndpoint.Map(app);
    }

    /// <summary>The project that may see the database.</summary>
    [Index(nameof(Id))]
    internal sealed class CleanEntity
    {
        public int Id { get; set; }
    }
}
