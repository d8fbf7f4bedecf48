//! Connects declared revisions, and collects all that is wrong with them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use crate::cycle;
use crate::graph::{Graph, NodeData, NodeIndex};
use crate::graph_error::{GraphError, GraphErrors, Warning};
use crate::id::{IdError, RESERVED_WORDS, RevisionId};
use crate::label::LabelSets;
use crate::near::nearest;
use crate::revision::{Declaration, Revision};

/// Every search looks at all names, so it is not made for each of thousands of errors.
const NEAREST_SEARCHES_MAX: usize = 20;

/// Reads the ids first, and builds what can be read even if others cannot, to find the remaining errors too.
pub(crate) fn build_declared(declarations: Vec<Declaration>) -> Result<Graph, GraphErrors> {
    let mut faults = BTreeMap::new();
    let revisions =
        declarations.into_iter().filter_map(|declaration| readable_part(declaration, &mut faults)).collect();
    if faults.is_empty() {
        return build(revisions);
    }
    let mut errors: Vec<GraphError> = faults.into_values().map(GraphError::IllegalId).collect();
    errors.extend(build(revisions).err().map_or(Vec::new(), |others| others.errors));
    Err(GraphErrors { errors })
}

/// The revision without the parents whose ids cannot be read; nothing if its own cannot.
fn readable_part(declaration: Declaration, faults: &mut BTreeMap<String, IdError>) -> Option<Revision> {
    let mut read = |text: &str| match RevisionId::parse(text) {
        Ok(id) => Some(id),
        Err(error) => {
            faults.entry(text.to_owned()).or_insert(error);
            None
        }
    };
    let id = read(&declaration.id);
    let down = declaration.down.iter().filter_map(|parent| read(parent)).collect();
    Some(Revision { id: id?, down, depends_on: declaration.depends_on, labels: declaration.labels })
}

pub(crate) fn build(revisions: Vec<Revision>) -> Result<Graph, GraphErrors> {
    let (declared, mut graph) = index_ids(revisions);
    let mut errors = index_labels(&declared, &mut graph);
    errors.extend(connect_parents(&declared, &mut graph));
    errors.extend(connect_dependencies(&declared, &mut graph));
    errors.extend(cycle::find_cycles(&graph.nodes));
    if !errors.is_empty() {
        return Err(GraphErrors { errors });
    }
    graph.labels = LabelSets::inherit(&graph.nodes);
    Ok(graph)
}

/// Gives each id its place. Further declarations of the same id only count in the listing.
fn index_ids(revisions: Vec<Revision>) -> (Vec<Revision>, Graph) {
    let mut by_id = HashMap::with_capacity(revisions.len());
    let mut declared: Vec<Revision> = Vec::with_capacity(revisions.len());
    let mut listing = Vec::with_capacity(revisions.len());
    let mut declarations: HashMap<NodeIndex, usize> = HashMap::new();
    for revision in revisions {
        let index = *by_id.entry(revision.id.clone()).or_insert(declared.len());
        listing.push(index);
        if index == declared.len() {
            declared.push(revision);
        } else {
            *declarations.entry(index).or_insert(1) += 1;
        }
    }
    let nodes = (0..).zip(&declared).map(|(index, revision)| empty_node(revision, declarations.contains_key(&index)));
    let nodes = nodes.collect();
    let warnings = duplicate_warnings(&declared, &declarations);
    let (by_label, names, labels) = (HashMap::new(), OnceLock::new(), LabelSets::default());
    (declared, Graph { nodes, by_id, by_label, listing, names, labels, warnings, foreign: HashMap::new() })
}

fn empty_node(revision: &Revision, is_duplicate: bool) -> NodeData {
    NodeData {
        id: revision.id.clone(),
        needs: Vec::with_capacity(revision.down.len()),
        parent_count: 0,
        needed_by: Vec::new(),
        child_count: 0,
        depends_on: Vec::new(),
        own_labels: revision.labels.clone(),
        is_duplicate,
    }
}

fn duplicate_warnings(declared: &[Revision], declarations: &HashMap<NodeIndex, usize>) -> Vec<Warning> {
    let mut duplicates: Vec<_> = declarations.iter().collect();
    duplicates.sort_unstable();
    let warning = |(index, declarations): (&NodeIndex, &usize)| Warning::DuplicateId {
        revision: declared[*index].id.clone(),
        declarations: *declarations,
    };
    duplicates.into_iter().map(warning).collect()
}

fn index_labels(declared: &[Revision], graph: &mut Graph) -> Vec<GraphError> {
    let mut errors = Vec::new();
    for (index, revision) in declared.iter().enumerate() {
        for label in &revision.labels {
            if let Err(error) = check_label(revision, label, graph) {
                errors.push(error);
            } else {
                graph.by_label.insert(label.clone(), index);
            }
        }
    }
    errors
}

fn check_label(revision: &Revision, label: &str, graph: &Graph) -> Result<(), GraphError> {
    let (revision, label) = (revision.id.clone(), label.to_owned());
    if let Some(reason) = label_fault(&label) {
        return Err(GraphError::IllegalLabel { revision, label, reason });
    }
    if graph.by_id.contains_key(label.as_str()) {
        return Err(GraphError::LabelIsRevision { revision, label });
    }
    if let Some(first) = graph.by_label.get(&label) {
        return Err(GraphError::DuplicateLabel { first: graph.id(*first).clone(), label, second: revision });
    }
    Ok(())
}

/// Labels may hold `-` and `+`, which ids may not, because people write `feature-x`; they may not begin with them.
fn label_fault(label: &str) -> Option<String> {
    let illegal =
        |character: &char| matches!(character, '@' | ':') || character.is_whitespace() || character.is_control();
    if label.is_empty() {
        return Some("is empty".to_owned());
    }
    if RESERVED_WORDS.contains(&label) {
        return Some("is a word that targets use".to_owned());
    }
    if label.starts_with(['-', '+']) {
        return Some("begins like a number of steps".to_owned());
    }
    let character = label.chars().find(illegal)?;
    Some(format!("has the character {character:?}, which labels may not have"))
}

fn connect_parents(declared: &[Revision], graph: &mut Graph) -> Vec<GraphError> {
    let mut errors = Vec::new();
    for (index, revision) in declared.iter().enumerate() {
        for parent in &revision.down {
            match graph.by_id.get(parent) {
                Some(found) if *found == index => errors.push(GraphError::SelfParent { revision: revision.id.clone() }),
                Some(found) => connect_parent(&mut graph.nodes, index, *found),
                None => errors.push(GraphError::MissingParent {
                    revision: revision.id.clone(),
                    parent: parent.clone(),
                    nearest: if errors.len() < NEAREST_SEARCHES_MAX { nearest_id(parent, index, graph) } else { None },
                }),
            }
        }
    }
    errors
}

fn connect_parent(nodes: &mut [NodeData], child: NodeIndex, parent: NodeIndex) {
    // Children are connected one after another, so if this one is connected, it stands last.
    if nodes[parent].needed_by.last() == Some(&child) {
        return;
    }
    nodes[child].needs.push(parent);
    nodes[child].parent_count += 1;
    nodes[parent].needed_by.push(child);
    nodes[parent].child_count += 1;
}

/// Never the child itself: it cannot be its own parent.
fn nearest_id(text: &RevisionId, child: NodeIndex, graph: &Graph) -> Option<String> {
    let others = graph.nodes.iter().enumerate().filter(|(index, _)| *index != child);
    nearest(text.as_str(), others.map(|(_, node)| node.id.as_str())).map(str::to_owned)
}

/// Runs after all parents are connected, so that the dependents stand behind the children.
fn connect_dependencies(declared: &[Revision], graph: &mut Graph) -> Vec<GraphError> {
    let mut errors = Vec::new();
    for (index, revision) in declared.iter().enumerate() {
        if !revision.depends_on.is_empty() {
            let found = resolve_dependencies(index, revision, graph, &mut errors);
            connect_dependent(&mut graph.nodes, index, found);
        }
    }
    errors
}

fn resolve_dependencies(
    index: NodeIndex,
    revision: &Revision,
    graph: &Graph,
    errors: &mut Vec<GraphError>,
) -> Vec<NodeIndex> {
    let mut found = Vec::new();
    for name in &revision.depends_on {
        match graph.by_id.get(name.as_str()).or_else(|| graph.by_label.get(name)) {
            Some(same) if *same == index => errors.push(GraphError::SelfDependency { revision: revision.id.clone() }),
            Some(dependency) => found.push(*dependency),
            None => errors.push(GraphError::MissingDependency {
                revision: revision.id.clone(),
                dependency: name.clone(),
                nearest: if errors.len() < NEAREST_SEARCHES_MAX { graph.nearest_name(name) } else { None },
            }),
        }
    }
    found
}

fn connect_dependent(nodes: &mut [NodeData], dependent: NodeIndex, dependencies: Vec<NodeIndex>) {
    let mut known: HashSet<NodeIndex> = nodes[dependent].parents().iter().copied().collect();
    let mut declared = HashSet::new();
    for dependency in dependencies {
        if declared.insert(dependency) {
            nodes[dependent].depends_on.push(dependency);
        }
        if known.insert(dependency) {
            nodes[dependent].needs.push(dependency);
            nodes[dependency].needed_by.push(dependent);
        }
    }
}
