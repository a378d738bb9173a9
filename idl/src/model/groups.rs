//! Which types hold which: the cycles among messages and unions, and an order in which what is held comes
//! first.

use super::{Field, MessageId, Model, Type, UnionId};

/// Messages and unions, each in the group of those that hold each other.
#[derive(Debug)]
pub struct Groups {
    members: Vec<Vec<Type>>,
    of: Vec<usize>,
    messages: usize,
}

impl Groups {
    /// The groups along the fields that `follows` lets through.
    #[must_use]
    pub fn new(model: &Model, follows: impl Fn(&Field) -> bool) -> Self {
        let messages = model.messages.len();
        let place = |ty: Type| match ty {
            Type::Message(id) => Some(id.index()),
            Type::Union(id) => Some(messages + id.index()),
            Type::Scalar(_) | Type::WellKnown(_) | Type::Enum(_) => None,
        };
        let fields =
            model.messages.iter().map(|it| &it.fields).chain(model.unions.iter().map(|it| &it.fields));
        let edges: Vec<Vec<usize>> = fields
            .map(|fields| {
                let followed = fields.iter().filter(|field| field.decl.removed.is_none() && follows(field));
                followed.filter_map(|field| place(field.ty.element())).collect()
            })
            .collect();
        let type_at = |at: usize| {
            if at < messages {
                Type::Message(MessageId::of(at))
            } else {
                Type::Union(UnionId::of(at - messages))
            }
        };
        let groups = components(&edges);
        let mut of = vec![0; edges.len()];
        for (group, places) in groups.iter().enumerate() {
            places.iter().for_each(|&at| of[at] = group);
        }
        let members = groups.into_iter().map(|places| places.into_iter().map(type_at).collect()).collect();
        Self { members, of, messages }
    }

    /// All groups, those held before those that hold them.
    #[must_use]
    pub fn members(&self) -> &[Vec<Type>] {
        &self.members
    }

    /// The group of a message or a union, its place among [`members`](Self::members).
    #[must_use]
    pub fn of(&self, ty: Type) -> Option<usize> {
        let at = match ty {
            Type::Message(id) => id.index(),
            Type::Union(id) => self.messages + id.index(),
            Type::Scalar(_) | Type::WellKnown(_) | Type::Enum(_) => return None,
        };
        self.of.get(at).copied()
    }
}

/// The groups of nodes that reach each other, each sorted, those that others lead to first; `edges` has for each node
/// where it leads.
///
/// These are the strongly connected components, by Tarjan, with a stack of our own: chains of messages may be long.
#[must_use]
pub fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut low = vec![UNSEEN; edges.len()];
    let mut is_waiting = vec![false; edges.len()];
    let mut waiting = Vec::new();
    let mut found = Vec::new();
    let mut count = 0;
    for root in 0..edges.len() {
        if order[root] != UNSEEN {
            continue;
        }
        // Each entry is a node and how many of its edges were followed.
        let mut path = vec![(root, 0)];
        while let Some(&mut (node, ref mut next)) = path.last_mut() {
            if order[node] == UNSEEN {
                (order[node], low[node]) = (count, count);
                count += 1;
                is_waiting[node] = true;
                waiting.push(node);
            }
            if let Some(&to) = edges[node].get(*next) {
                *next += 1;
                if order[to] == UNSEEN {
                    path.push((to, 0));
                } else if is_waiting[to] {
                    low[node] = low[node].min(order[to]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let start = waiting.iter().rposition(|&it| it == node).unwrap_or(0);
                let mut component = waiting.split_off(start);
                component.iter().for_each(|&it| is_waiting[it] = false);
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found
}
